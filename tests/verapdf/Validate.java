import java.io.FileInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Validates files with veraPDF: arguments are pairs of a flavour (2a, ua1 …) and a path; one line of output a failed check. */
public final class Validate {
    public static void main(String[] args) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 0; i + 1 < args.length; i += 2) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(args[i]);
            try (InputStream in = new FileInputStream(args[i + 1]);
                    PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour);
                    PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, 20, false, false, false)) {
                ValidationResult result = validator.validate(parser);
                System.out.println("FILE\t" + args[i] + "\t" + args[i + 1] + "\t" + result.isCompliant());
                for (TestAssertion check : result.getTestAssertions()) {
                    if (check.getStatus() == TestAssertion.Status.FAILED) {
                        System.out.println("FAIL\t" + check.getRuleId().getClause() + "-" + check.getRuleId().getTestNumber()
                                + "\t" + check.getMessage().replaceAll("\\s+", " ") + "\t" + check.getLocation().getContext());
                    }
                }
            }
        }
    }
}
