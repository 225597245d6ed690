package io.malmoi.jobs;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;

/** Collects what is wrong with the fields of one message. */
final class FieldRules {
    private static final Pattern ID = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int LONGEST_SHOWN = 80;

    private final String prefix;
    private final List<Violation> violations = new ArrayList<>();

    /** For the fields of the message that stands at {@code path}. */
    FieldRules(String path) {
        this.prefix = path + ".";
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    void require(boolean holds, String field, String description) {
        if (!holds) {
            violations.add(new Violation(prefix + field, description));
        }
    }

    /** A required resource name: {@code collection/id}. */
    void name(String field, String value, String collection) {
        String expected = "'" + collection + "/{id}', where id has 1 to 63 characters of a-z, 0-9 and '-', "
                + "and begins and ends with a letter or digit";
        require(!value.isEmpty(), field, "is required: " + expected);
        require(
                value.isEmpty() || isName(value, collection),
                field,
                "is '" + shown(value) + "'; it must be " + expected);
    }

    /** The names of a corpus that is read, in the field {@code source}, and of one that is made from it, in {@code corpus}. */
    void derived(String source, String corpus) {
        name("source", source, "corpora");
        name("corpus", corpus, "corpora");
        require(
                corpus.isEmpty() || !corpus.equals(source),
                "corpus",
                "is '" + shown(corpus) + "', as is source; a corpus cannot be changed: name another");
    }

    private static boolean isName(String value, String collection) {
        return value.startsWith(collection + "/")
                && ID.matcher(value.substring(collection.length() + 1)).matches();
    }

    void range(String field, long value, long least, long most) {
        require(
                value >= least && value <= most,
                field,
                String.format(Locale.ROOT, "is %,d; it must be from %,d to %,d", value, least, most));
    }

    /** A real number for which {@code allowed} holds; not-a-number is refused by every comparison. */
    void real(String field, double value, DoublePredicate allowed, String expected) {
        require(allowed.test(value), field, "is " + shown(value) + "; it must be " + expected);
    }

    static String shown(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        return new DecimalFormat("0.#####E0", DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(value)
                .replace("E0", "");
    }

    static String shown(String value) {
        return value.length() <= LONGEST_SHOWN ? value : value.substring(0, LONGEST_SHOWN) + "…";
    }
}
