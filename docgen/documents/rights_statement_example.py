"""The example of the statement of rights: its particulars for the shared example case, with invented people."""

EXAMPLE = r"""{
  "number": "DATIP-0147/RS-02", "replaces": "DATIP-0147/RS-01", "identified": false, "cooperates": true,
  "met_on": "2026-11-06", "met_at": "14:20", "date": "2026-11-09", "time": "08:30", "language": "km",
  "delay": {
    "km": "មន្ត្រីបានជូនលិខិតទីមួយនៅថ្ងៃជួបលើកដំបូង។ លិខិតនេះធ្វើឡើងវិញ ព្រោះសាមីខ្លួនបានប្តូរការសម្រេចចិត្ត។",
    "th": "ได้แจ้งสิทธิฉบับแรกในวันที่พบตัวแล้ว ฉบับนี้แจ้งใหม่เพราะผู้รับแจ้งเปลี่ยนการตัดสินใจ",
    "en": "A first statement was given on the day of first contact; this one follows the person's change of choice."
  },
  "place": {
    "name": {
      "km": "មណ្ឌលគាំពារសុខុមាលភាពជនរងគ្រោះដោយអំពើជួញដូរមនុស្ស ខេត្តបាធុមថានី",
      "th": "สถานคุ้มครองสวัสดิภาพผู้เสียหายจากการค้ามนุษย์ จังหวัดปทุมธานี",
      "en": "Protection and Welfare Shelter for Victims of Trafficking in Persons, Pathum Thani Province"
    }
  },
  "official": {
    "names": { "Khmr": "កញ្ចនា ស្រីសុវណ្ណ", "Thai": "กาญจนา ศรีสุวรรณ", "Latn": "Kanchana Srisuwan" }, "sex": "female",
    "rank": null, "telephone": "+66 2 555 0148",
    "position": {
      "km": "អ្នកអភិវឌ្ឍន៍សង្គមជំនាញការ", "th": "นักพัฒนาสังคมชำนาญการ",
      "en": "Social Development Officer, Professional Level"
    },
    "agency": {
      "km": "នាយកដ្ឋានប្រឆាំងអំពើជួញដូរមនុស្ស", "th": "กองต่อต้านการค้ามนุษย์", "en": "Division of Anti-Trafficking in Persons"
    }
  },
  "interpreter": {
    "code": "INT-TH-0305", "sex": "female",
    "languages": ["km", "th"],
    "names": { "Khmr": "គឹម ស្រីមុំ", "Thai": "คึม ซเร็ยมม", "Latn": "KIM Sreymom" }, "government_registered": false,
    "accompanied_person": false, "trained": true,
    "affiliation": { "km": "សាកលវិទ្យាល័យ", "th": "มหาวิทยาลัย", "en": "University" }
  },
  "due_care": {
    "km": "បានផ្ទៀងផ្ទាត់អត្តសញ្ញាណ និងប្រវត្តិការងារ ហើយបានទទួលកិច្ចសន្យារក្សាការសម្ងាត់។",
    "th": "ตรวจสอบตัวบุคคลและประวัติการทำงานแล้ว และได้รับคำรับรองว่าจะรักษาความลับ",
    "en": "Identity and work record were checked and secrecy was undertaken."
  },
  "urgent_needs": [
    {
      "need": {
        "km": "ការព្យាបាលរបួសដៃស្តាំ", "th": "การตรวจรักษาบาดแผลที่มือขวา", "en": "Treatment of an injured right hand"
      },
      "action": {
        "km": "វេជ្ជបណ្ឌិតបានព្យាបាលនៅថ្ងៃទី៦ ខែវិច្ឆិកា។", "th": "แพทย์รักษาแล้วเมื่อวันที่ ๖ พฤศจิกายน",
        "en": "A doctor treated it on 6 November."
      },
      "met": true
    },
    {
      "need": { "km": "ការទូរស័ព្ទទៅម្តាយ", "th": "การโทรศัพท์หามารดา", "en": "A telephone call to the mother" },
      "action": {
        "km": "បានទូរស័ព្ទនៅថ្ងៃទី៧ ខែវិច្ឆិកា។", "th": "ได้โทรศัพท์เมื่อวันที่ ๗ พฤศจิกายน",
        "en": "The call was made on 7 November."
      },
      "met": true
    }
  ],
  "risk": {
    "assessed_on": "2026-11-07",
    "result": {
      "km": "អ្នករកការងារឱ្យលោកស្រីស្គាល់ផ្ទះគ្រួសារនៅខេត្តបាត់ដំបង។ ហានិភ័យនៅមណ្ឌលមានកម្រិតទាប នៅផ្ទះមានកម្រិតមធ្យម។",
      "th": "ผู้จัดหางานทราบที่อยู่ของครอบครัวที่จังหวัดพระตะบอง ความเสี่ยงที่นี่อยู่ในระดับต่ำ ที่บ้านอยู่ในระดับปานกลาง",
      "en": "The recruiter knows where your family lives in Battambang. The risk is low at the shelter, medium at home."
    },
    "measures": {
      "km": "អាសយដ្ឋានមណ្ឌលរក្សាជាសម្ងាត់ ហើយនគរបាលខេត្តបាត់ដំបងបានទាក់ទងគ្រួសាររួចហើយ។",
      "th": "ปกปิดที่ตั้งของสถานคุ้มครอง และตำรวจจังหวัดพระตะบองติดต่อครอบครัวแล้ว",
      "en": "The address of the shelter is kept secret, and the police in Battambang have contacted your family."
    }
  },
  "repatriation": {
    "km": "ក្រោយបញ្ចប់ការកំណត់អត្តសញ្ញាណ លោកស្រីអាចត្រឡប់តាមច្រកអារញ្ញប្រាថេត–ប៉ោយប៉ែត។ បុគ្គលិកសង្គមកិច្ចនឹងទទួលលោកស្រីនៅទីនោះ។",
    "th": "เมื่อการคัดแยกเสร็จสิ้น เดินทางกลับได้ทางด่านอรัญประเทศ–ปอยเปต นักสังคมสงเคราะห์กัมพูชาจะรอรับที่ชายแดน",
    "en": "Once the screening is finished you can return by Aranyaprathet–Poipet; social workers meet you there."
  },
  "assistance": [
    {
      "kind": { "km": "ទីស្នាក់នៅ និងអាហារ", "th": "ที่พักและอาหาร", "en": "Shelter and food" },
      "conditions": {
        "km": "គ្មានលក្ខខណ្ឌ ក្នុងរយៈពេលកំណត់អត្តសញ្ញាណជនរងគ្រោះ", "th": "ไม่มีเงื่อนไข ตลอดระยะเวลาคัดแยกผู้เสียหาย",
        "en": "None, for as long as the screening lasts"
      }
    },
    {
      "kind": {
        "km": "ការព្យាបាល និងការប្រឹក្សាផ្លូវចិត្ត", "th": "การรักษาพยาบาลและการปรึกษาด้านจิตใจ",
        "en": "Medical care and counselling"
      },
      "conditions": {
        "km": "ធ្វើតែពេលលោកស្រីយល់ព្រម", "th": "ดำเนินการต่อเมื่อท่านยินยอม", "en": "Only with your consent"
      }
    },
    {
      "kind": { "km": "ការបណ្តុះបណ្តាលវិជ្ជាជីវៈ", "th": "การฝึกอาชีพ", "en": "Vocational training" },
      "conditions": {
        "km": "បើលោកស្រីស្នាក់នៅមណ្ឌលយ៉ាងតិច ៣០ ថ្ងៃ", "th": "สำหรับผู้พักในสถานคุ้มครองตั้งแต่ ๓๐ วันขึ้นไป",
        "en": "If you stay at the shelter for 30 days or longer"
      }
    }
  ],
  "claims_service": {
    "km": "ផ្នែកជំនួយផ្លូវច្បាប់នៃនាយកដ្ឋានប្រឆាំងអំពើជួញដូរមនុស្ស", "th": "กลุ่มช่วยเหลือทางกฎหมาย กองต่อต้านการค้ามนุษย์",
    "en": "the Legal Assistance Section of the Division of Anti-Trafficking in Persons"
  },
  "cooperation": {
    "stay": {
      "km": "ការអនុញ្ញាតមានសុពលភាពក្នុងរយៈពេលដែលលោកស្រីជួយក្នុងដំណើរការរឿងក្តី ហើយអាចស្នើសុំធ្វើការបាន។",
      "th": "การอนุญาตมีผลตลอดเวลาที่ท่านให้ความร่วมมือในการดำเนินคดี และท่านขออนุญาตทำงานได้",
      "en": "The permission holds while you assist in the proceedings, and you may apply to work."
    },
    "stay_until": "2027-05-08",
    "next_steps": {
      "km": "កិច្ចសម្ភាសន៍ធ្វើនៅមណ្ឌលនៅថ្ងៃនេះ។ បន្ទាប់មក នគរបាលនឹងសុំការយល់ព្រម ដើម្បីពិនិត្យទូរស័ព្ទរបស់លោកស្រី។",
      "th": "การสัมภาษณ์มีขึ้นวันนี้ที่สถานคุ้มครอง จากนั้นตำรวจจะขอความยินยอมจากท่านเพื่อตรวจโทรศัพท์",
      "en": "You are interviewed at the shelter today. The police will then ask for consent to examine your telephone."
    },
    "protection": {
      "km": "មន្ត្រីនារីម្នាក់នឹងអមដំណើរលោកស្រីទៅតុលាការ និងត្រឡប់មកវិញ។", "th": "เจ้าหน้าที่หญิงหนึ่งคนจะไปศาลและกลับพร้อมท่าน",
      "en": "A female official will go with you to the court and back."
    },
    "assistance": {
      "km": "ប្រាក់ឧបត្ថម្ភប្រចាំថ្ងៃនៅថ្ងៃចូលតុលាការ និងថ្លៃធ្វើដំណើរ ដោយបង្ហាញដីកាកោះ។",
      "th": "ค่าเบี้ยเลี้ยงในวันที่ไปศาลและค่าพาหนะ โดยแสดงหมายเรียก",
      "en": "A daily allowance for court days and travel costs, on showing the summons."
    }
  },
  "contacts": [
    {
      "purpose": { "km": "ជំនួយបន្ទាន់", "th": "ความช่วยเหลือเร่งด่วน", "en": "Urgent help" },
      "name": { "km": "ខ្សែទូរស័ព្ទជំនួយសង្គម", "th": "สายด่วนช่วยเหลือสังคม", "en": "Social assistance hotline" },
      "telephone": "+66 2 555 0130",
      "hours": { "km": "២៤ ម៉ោង", "th": "๒๔ ชั่วโมง", "en": "24 hours" }
    },
    {
      "purpose": {
        "km": "សំណង និងជំនួយផ្លូវច្បាប់", "th": "ค่าสินไหมทดแทนและความช่วยเหลือทางกฎหมาย", "en": "Compensation and legal help"
      },
      "name": {
        "km": "ផ្នែកជំនួយផ្លូវច្បាប់ នាយកដ្ឋានប្រឆាំងអំពើជួញដូរមនុស្ស", "th": "กลุ่มช่วยเหลือทางกฎหมาย กองต่อต้านการค้ามนุษย์",
        "en": "Legal Assistance Section, Division of Anti-Trafficking in Persons"
      },
      "telephone": "+66 2 555 0151",
      "hours": {
        "km": "ថ្ងៃធ្វើការ ម៉ោង ៨:៣០–១៦:៣០", "th": "วันทำการ ๘.๓๐–๑๖.๓๐ น.", "en": "Working days, 8:30–16:30"
      }
    },
    {
      "purpose": { "km": "ជំនួយកុងស៊ុល", "th": "ความช่วยเหลือด้านกงสุล", "en": "Consular help" },
      "name": {
        "km": "ស្ថានឯកអគ្គរាជទូតកម្ពុជា បាងកក", "th": "สถานเอกอัครราชทูตกัมพูชา กรุงเทพมหานคร",
        "en": "Embassy of Cambodia, Bangkok"
      },
      "telephone": "+66 2 555 0186",
      "hours": {
        "km": "ថ្ងៃធ្វើការ ម៉ោង ៩:០០–១៦:០០", "th": "วันทำการ ๙.๐๐–๑๖.๐๐ น.", "en": "Working days, 9:00–16:00"
      }
    }
  ],
  "delivery": "both", "understood": true, "copy_given": true,
  "questions": {
    "km": "សាមីខ្លួនសួរថា តើគ្រួសារនឹងដឹងដែរឬទេ។ មន្ត្រីឆ្លើយថា មិនប្រាប់គ្រួសារទេ បើគ្មានការយល់ព្រមពីសាមីខ្លួន។",
    "th": "ถามว่าครอบครัวจะทราบเรื่องหรือไม่ เจ้าหน้าที่ตอบว่าจะไม่แจ้งครอบครัวหากไม่ยินยอม",
    "en": "The person asked whether the family would learn of it; the official answered: not without her consent."
  },
  "representative": {
    "names": { "Khmr": "ភាវិណី ថងឌី", "Thai": "ภาวิณี ทองดี", "Latn": "Pawinee Thongdee" }, "sex": "female",
    "relationship": { "km": "អ្នកជំនួយគាំទ្រ", "th": "ผู้ให้ความช่วยเหลือ", "en": "support person" }
  },
  "signing": "signature",
  "signing_remark": {
    "km": "ចុះហត្ថលេខាជាអក្សរខ្មែរ។", "th": "ลงลายมือชื่อเป็นอักษรเขมร", "en": "Signed in Khmer letters."
  }
}"""
