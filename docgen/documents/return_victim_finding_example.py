"""The particulars of the finding on a returned person for the example case: the receiving Party is Cambodia.

Its Center issues the letter, so `agency`, `counterpart` and the case number are restated.
"""

from __future__ import annotations

EXAMPLE = r"""{
  "reference": "NCCT-2027-0009",
  "agency": {
    "party": "KH",
    "superior": [
      { "km": "ក្រសួងមហាផ្ទៃ", "th": "กระทรวงมหาดไทยกัมพูชา", "en": "Ministry of Interior" }
    ],
    "name": {
      "km": "អគ្គលេខាធិការដ្ឋានគណៈកម្មាធិការជាតិប្រយុទ្ធប្រឆាំងអំពើជួញដូរមនុស្ស មជ្ឈមណ្ឌលសហប្រតិបត្តិការកណ្តាលនៃភាគីកម្ពុជា",
      "th": "สำนักเลขาธิการคณะกรรมการแห่งชาติเพื่อต่อต้านการค้ามนุษย์ ศูนย์ประสานความร่วมมือกลางฝ่ายกัมพูชา",
      "en": "General Secretariat of the National Committee for Counter Trafficking, Central Cooperation Center of the Cambodian Party"
    },
    "address": {
      "km": "អគារលេខ ២៧៥ មហាវិថីព្រះនរោត្តម សង្កាត់ទន្លេបាសាក់ ខណ្ឌចំការមន រាជធានីភ្នំពេញ",
      "th": "๒๗๕ ถนนพระนโรดม แขวงทนเลบาสัก เขตจ็อมการ์มอน กรุงพนมเปญ",
      "en": "275 Preah Norodom Boulevard, Sangkat Tonle Bassac, Khan Chamkar Mon, Phnom Penh"
    },
    "city": { "km": "រាជធានីភ្នំពេញ", "th": "กรุงพนมเปญ", "en": "Phnom Penh" },
    "telephone": "+855 23 555 0112", "email": "center@ncct.example", "emblem": "example-agency.png"
  },
  "counterpart": {
    "party": "TH",
    "superior": [
      {
        "km": "ក្រសួងអភិវឌ្ឍន៍សង្គម និងសន្តិសុខមនុស្ស",
        "th": "กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์",
        "en": "Ministry of Social Development and Human Security"
      }
    ],
    "name": {
      "km": "នាយកដ្ឋានប្រឆាំងអំពើជួញដូរមនុស្ស មជ្ឈមណ្ឌលសហប្រតិបត្តិការកណ្តាលនៃភាគីថៃ",
      "th": "กองต่อต้านการค้ามนุษย์ ศูนย์ประสานความร่วมมือกลางฝ่ายไทย",
      "en": "Division of Anti-Trafficking in Persons, Central Cooperation Center of the Thai Party"
    },
    "address": {
      "km": "អគារលេខ ១០៣៤ ផ្លូវក្រុងកាសែម សង្កាត់ខ្លងមហានាគ ខណ្ឌប៉មប្រាបសត្រូវផាយ បាងកក ១០១០០",
      "th": "๑๐๓๔ ถนนกรุงเกษม แขวงคลองมหานาค เขตป้อมปราบศัตรูพ่าย กรุงเทพมหานคร ๑๐๑๐๐",
      "en": "1034 Krung Kasem Road, Khlong Maha Nak, Pom Prap Sattru Phai, Bangkok 10100"
    },
    "city": { "km": "បាងកក", "th": "กรุงเทพมหานคร", "en": "Bangkok" }, "telephone": "+66 2 555 0147"
  },
  "number": "NCCT/CCC 031/27", "date": "2027-02-02", "confidentiality": "confidential", "urgency": "very_urgent",
  "addressee": {
    "km": "លោកប្រធាន", "th": "ผู้อำนวยการ", "en": "The Director"
  },
  "through": {
    "km": "ស្ថានឯកអគ្គរាជទូតនៃព្រះរាជាណាចក្រកម្ពុជាប្រចាំព្រះរាជាណាចក្រថៃ",
    "th": "สถานเอกอัครราชทูตราชอาณาจักรกัมพูชาประจำประเทศไทย",
    "en": "Royal Embassy of Cambodia in the Kingdom of Thailand"
  },
  "counterpart_reference": "TIP-BKK-2026-0147",
  "returned": {
    "party": "TH", "date": "2026-12-18", "record": "SK 5/1204-2569",
    "route": {
      "km": "ពីខេត្តបាធុមថានី តាមច្រកទ្វារព្រំដែនអារញ្ញប្រាថេត–ប៉ោយប៉ែត ដល់ខេត្តបន្ទាយមានជ័យ",
      "th": "จากจังหวัดปทุมธานี ผ่านด่านพรมแดนอรัญประเทศ–ปอยเปต ถึงจังหวัดบันเตียเมียนเจย",
      "en": "From Pathum Thani Province, over the Aranyaprathet–Poipet border crossing, to Banteay Meanchey Province"
    },
    "authority": {
      "km": "ការិយាល័យអន្តោប្រវេសន៍ខេត្តស្រះកែវ", "th": "ตรวจคนเข้าเมืองจังหวัดสระแก้ว",
      "en": "Sa Kaeo Provincial Immigration"
    }
  },
  "identification": {
    "official": {
      "names": { "Khmr": "ជា សុភ័ក្ត្រ", "Thai": "เจีย โสเพียก", "Latn": "CHEA Sopheak" }, "sex": "female",
      "position": {
        "km": "អនុប្រធានការិយាល័យ", "th": "รองหัวหน้าสำนักงาน", "en": "Deputy Chief of Office"
      },
      "agency": {
        "km": "ការិយាល័យប្រឆាំងការជួញដូរមនុស្ស និងការពារអនីតិជន ខេត្តបន្ទាយមានជ័យ",
        "th": "สำนักงานต่อต้านการค้ามนุษย์และคุ้มครองผู้เยาว์ จังหวัดบันเตียเมียนเจย",
        "en": "Anti-Human Trafficking and Juvenile Protection Office, Banteay Meanchey Province"
      }
    },
    "interviewed_on": "2027-01-19", "date": "2027-01-20",
    "rule": {
      "km": "គោលការណ៍ណែនាំ ស្តីពីបែបបទ និងនីតិវិធីនៃការកំណត់អត្តសញ្ញាណជនរងគ្រោះ ឆ្នាំ២០១៦",
      "th": "แนวทางว่าด้วยแบบและวิธีการคัดแยกผู้เสียหายของกัมพูชา พ.ศ. ๒๕๕๙",
      "en": "Guidelines on Forms and Procedures for the Identification of Victims (Cambodia, 2016)"
    },
    "definitions_applied": true, "child_measures_applied": false
  },
  "acts": {
    "began": "2026-05~", "ended": "2026-11",
    "place": {
      "km": "ខេត្តព្រៃវែង ព្រះរាជាណាចក្រកម្ពុជា និងខេត្តសមុទ្រសាគរ ព្រះរាជាណាចក្រថៃ",
      "th": "จังหวัดไพรแวง ราชอาณาจักรกัมพูชา และจังหวัดสมุทรสาคร ราชอาณาจักรไทย",
      "en": "Prey Veng Province, Kingdom of Cambodia, and Samut Sakhon Province, Kingdom of Thailand"
    },
    "act": {
      "km": "មេខ្យល់ម្នាក់បានជ្រើសរើសសាមីខ្លួននៅស្រុកកំណើត បាននាំឆ្លងព្រំដែន រួចប្រគល់ឱ្យម្ចាស់រោងបកបង្គា ដែលបានទទួល និងឱ្យស្នាក់នៅក្នុងបរិវេណរោង។",
      "th": "นายหน้าคนหนึ่งจัดหาบุคคลดังกล่าวจากภูมิลำเนา พาข้ามพรมแดน แล้วส่งตัวให้เจ้าของโรงแกะกุ้ง ซึ่งรับไว้และจัดให้อยู่อาศัยในบริเวณโรงงาน",
      "en": "A broker recruited the person in her home district, brought her across the border and handed her over to the owner of a shrimp-peeling shed, who received her and kept her on the premises."
    },
    "means": {
      "km": "ការបោកបញ្ឆោតអំពីប្រភេទការងារ និងប្រាក់ឈ្នួល ការដកហូតលិខិតឆ្លងដែន ការដាក់បន្ទុកបំណុល ៤៨.០០០ បាត និងការគំរាមកំហែងថានឹងប្តឹងទៅនគរបាល។",
      "th": "หลอกลวงเรื่องลักษณะงานและค่าจ้าง ยึดหนังสือเดินทาง อ้างหนี้ ๔๘,๐๐๐ บาทเป็นข้อผูกมัด และขู่ว่าจะแจ้งตำรวจ",
      "en": "Deception about the work and the pay, taking away of the passport, a debt of 48,000 baht used to bind her, and threats of denunciation to the police."
    },
    "purpose": {
      "km": "ការកេងប្រវ័ញ្ចពលកម្មដោយបង្ខំ៖ ធ្វើការពី ១៤ ទៅ ១៦ ម៉ោងក្នុងមួយថ្ងៃ គ្មានថ្ងៃឈប់សម្រាក និងគ្មានប្រាក់ឈ្នួល រហូតដល់មានការត្រួតពិនិត្យកន្លែងធ្វើការ។",
      "th": "แสวงหาประโยชน์โดยบังคับใช้แรงงาน ให้ทำงานวันละ ๑๔ ถึง ๑๖ ชั่วโมง ไม่มีวันหยุดและไม่จ่ายค่าจ้าง จนมีการตรวจสถานประกอบการ",
      "en": "Exploitation by forced labour: 14 to 16 hours of work a day, without a day off and without pay, until the workplace was inspected."
    }
  },
  "suspects": [
    {
      "names": { "Khmr": "ឃឹម រដ្ឋា", "Thai": "คึม รัตถา", "Latn": "KHIM Ratha" }, "aliases": ["Ta Tha"],
      "nationality": "KH",
      "role": {
        "km": "ជ្រើសរើស និងនាំឆ្លងព្រំដែន", "th": "จัดหาและพาข้ามพรมแดน", "en": "recruited, brought over the border"
      },
      "whereabouts": { "km": "ខេត្តព្រៃវែង", "th": "จังหวัดไพรแวง", "en": "Prey Veng Province" }
    },
    {
      "aliases": ["Jae Noi"], "nationality": "TH",
      "role": {
        "km": "ទទួល ឱ្យស្នាក់នៅ និងកេងប្រវ័ញ្ចពលកម្ម", "th": "รับไว้ จัดให้อยู่อาศัย และบังคับใช้แรงงาน",
        "en": "received and kept her, exploited her labour"
      },
      "whereabouts": { "km": "ខេត្តសមុទ្រសាគរ", "th": "จังหวัดสมุทรสาคร", "en": "Samut Sakhon Province" }
    },
    {
      "role": { "km": "បើករថយន្តពីព្រំដែន", "th": "ขับรถรับจากชายแดน", "en": "drove the van from the border" }
    }
  ],
  "evidence": [
    {
      "number": "E-01", "obtained": "2027-01-19", "copy_enclosed": true,
      "description": {
        "km": "កំណត់ហេតុស្តាប់ចម្លើយសាមីខ្លួន (១២ ទំព័រ)", "th": "บันทึกคำให้การของผู้เสียหาย (๑๒ หน้า)",
        "en": "Record of the person's statement (12 pages)"
      },
      "held_by": {
        "km": "ការិយាល័យប្រឆាំងការជួញដូរមនុស្ស ខេត្តបន្ទាយមានជ័យ", "th": "สำนักงานต่อต้านการค้ามนุษย์ จังหวัดบันเตียเมียนเจย",
        "en": "Anti-Human Trafficking Office, Banteay Meanchey"
      }
    },
    {
      "number": "E-02", "obtained": "2027-01-12", "copy_enclosed": true,
      "description": {
        "km": "វិញ្ញាបនបត្រពេទ្យស្តីពីរបួសដៃ និងស្ថានភាពសុខភាព", "th": "ใบรับรองแพทย์เรื่องบาดแผลที่มือและสภาพร่างกาย",
        "en": "Medical certificate on injuries to the hands and the state of health"
      },
      "held_by": {
        "km": "មន្ទីរពេទ្យបង្អែកខេត្តបន្ទាយមានជ័យ", "th": "โรงพยาบาลจังหวัดบันเตียเมียนเจย",
        "en": "Banteay Meanchey Provincial Referral Hospital"
      }
    },
    {
      "number": "E-03", "obtained": "2027-01", "copy_enclosed": true,
      "description": {
        "km": "រូបថតអេក្រង់នៃសារសន្ទនាជាមួយមេខ្យល់ (៣៤ សន្លឹក)", "th": "ภาพหน้าจอข้อความสนทนากับนายหน้า (๓๔ แผ่น)",
        "en": "Screenshots of messages exchanged with the broker (34 sheets)"
      },
      "held_by": {
        "km": "ការិយាល័យប្រឆាំងការជួញដូរមនុស្ស ខេត្តបន្ទាយមានជ័យ", "th": "สำนักงานต่อต้านการค้ามนุษย์ จังหวัดบันเตียเมียนเจย",
        "en": "Anti-Human Trafficking Office, Banteay Meanchey"
      }
    },
    {
      "number": "E-04", "obtained": "2027-01-08", "copy_enclosed": true,
      "description": {
        "km": "បង្កាន់ដៃផ្ទេរប្រាក់ចំនួន ៦ សន្លឹក ពីគ្រួសារទៅគណនីនៅប្រទេសថៃ", "th": "หลักฐานการโอนเงินจากครอบครัวไปยังบัญชีในประเทศไทย ๖ ฉบับ",
        "en": "Six receipts for transfers from the family to an account in Thailand"
      },
      "held_by": {
        "km": "ស្នងការដ្ឋាននគរបាលខេត្តព្រៃវែង", "th": "กองบัญชาการตำรวจจังหวัดไพรแวง", "en": "Prey Veng Provincial Police Commissariat"
      }
    },
    {
      "number": "E-05", "obtained": "2026-12~", "copy_enclosed": false,
      "description": {
        "km": "ទូរស័ព្ទដៃរបស់សាមីខ្លួន ដែលមានរូបភាព និងទីតាំងនៃរោងបកបង្គា", "th": "โทรศัพท์เคลื่อนที่ของผู้เสียหาย มีภาพและตำแหน่งที่ตั้งของโรงแกะกุ้ง",
        "en": "The person's mobile telephone, with pictures and the position of the shed"
      },
      "held_by": {
        "km": "ស្នងការដ្ឋាននគរបាលខេត្តព្រៃវែង", "th": "กองบัญชาการตำรวจจังหวัดไพรแวง", "en": "Prey Veng Provincial Police Commissariat"
      }
    },
    {
      "number": "E-06", "obtained": "2026-12-18", "copy_enclosed": true,
      "description": {
        "km": "លិខិតប្រគល់-ទទួលនៅច្រកទ្វារព្រំដែន និងត្រាចេញចូលក្នុងលិខិតឆ្លងដែន", "th": "หนังสือรับตัว ณ ด่านพรมแดน และตราประทับเข้าออกในหนังสือเดินทาง",
        "en": "Handover record at the border crossing and the stamps in the passport"
      },
      "held_by": {
        "km": "អគ្គនាយកដ្ឋានអន្តោប្រវេសន៍", "th": "สำนักงานตรวจคนเข้าเมืองกัมพูชา", "en": "General Department of Immigration"
      }
    },
    {
      "number": "E-07", "obtained": "2027", "copy_enclosed": false,
      "description": {
        "km": "ចម្លើយរបស់សាក្សីពីរនាក់ដែលបានធ្វើការនៅរោងជាមួយគ្នា", "th": "คำให้การของพยานสองปากซึ่งเคยทำงานในโรงงานเดียวกัน",
        "en": "Statements of two witnesses who worked in the same shed"
      },
      "held_by": {
        "km": "អយ្យការអមសាលាដំបូងខេត្តព្រៃវែង", "th": "สำนักงานอัยการประจำศาลชั้นต้นจังหวัดไพรแวง",
        "en": "Prosecution Office, Prey Veng Court of First Instance"
      }
    }
  ],
  "own_proceedings": {
    "km": "នៅថ្ងៃទី២៥ ខែមករា ឆ្នាំ២០២៧ អយ្យការអមសាលាដំបូងខេត្តព្រៃវែងបានបើកការស៊ើបសួរលើការជ្រើសរើសដែលបានកើតឡើងក្នុងព្រះរាជាណាចក្រកម្ពុជា។",
    "th": "เมื่อวันที่ ๒๕ มกราคม ๒๕๗๐ สำนักงานอัยการประจำศาลชั้นต้นจังหวัดไพรแวงได้เปิดการสอบสวนเบื้องต้นเกี่ยวกับการจัดหาบุคคลซึ่งเกิดขึ้นในราชอาณาจักรกัมพูชา",
    "en": "On 25 January 2027 the Prosecution Office of the Prey Veng Court of First Instance opened a preliminary inquiry into the recruitment in the Kingdom of Cambodia."
  },
  "requests": {
    "km": "សូមបញ្ជាក់អត្តសញ្ញាណម្ចាស់រោង និងម្ចាស់គណនីដែលបានទទួលប្រាក់ និងសូមរក្សាទុករូបភាពកាមេរ៉ាសុវត្ថិភាពនៃច្រកទ្វារព្រំដែន។",
    "th": "ขอให้ตรวจสอบว่าผู้ใดเป็นเจ้าของโรงงานและเจ้าของบัญชีที่รับโอนเงิน และขอให้เก็บรักษาภาพจากกล้องวงจรปิด ณ ด่านพรมแดน",
    "en": "Please establish who owns the shed and the account that received the transfers, and preserve the camera recordings of the border crossing."
  },
  "reply_by": "2027-03-19",
  "enclosures": [
    {
      "title": {
        "km": "សេចក្តីសង្ខេបនៃការកំណត់អត្តសញ្ញាណជនរងគ្រោះ", "th": "สรุปผลการคัดแยกผู้เสียหาย", "en": "Summary of the identification of the victim"
      },
      "copies": 1
    },
    {
      "title": {
        "km": "ច្បាប់ចម្លងភស្តុតាងលេខ E-01 ដល់ E-04 និង E-06", "th": "สำเนาพยานหลักฐานหมายเลข E-01 ถึง E-04 และ E-06", "en": "Copies of items of evidence E-01 to E-04 and E-06"
      },
      "copies": 2
    }
  ],
  "signatory": {
    "names": { "Khmr": "ប៉ែន សុខា", "Thai": "แปน โสคา", "Latn": "PEN Sokha" }, "sex": "male",
    "position": { "km": "អគ្គលេខាធិការរង", "th": "รองเลขาธิการ", "en": "Deputy Secretary General" },
    "agency": {
      "km": "អគ្គលេខាធិការដ្ឋានគណៈកម្មាធិការជាតិប្រយុទ្ធប្រឆាំងអំពើជួញដូរមនុស្ស",
      "th": "สำนักเลขาธิการคณะกรรมการแห่งชาติเพื่อต่อต้านการค้ามนุษย์",
      "en": "General Secretariat of the National Committee for Counter Trafficking"
    }
  }
}"""  # noqa: E501
