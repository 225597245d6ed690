package io.malmoi.artifacts;

import java.util.regex.Pattern;

/** Rules for names. All throw {@link IllegalArgumentException}. */
final class ArtifactNames {
    private static final String SEGMENT = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern ID = Pattern.compile(SEGMENT);
    private static final Pattern NAME =
            Pattern.compile(SEGMENT + "/" + SEGMENT + "(/" + SEGMENT + "/" + SEGMENT + ")*");
    private static final Pattern COLLECTION = Pattern.compile(SEGMENT + "(/" + SEGMENT + "/" + SEGMENT + ")*");
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern KEY = Pattern.compile(SEGMENT + "(/[A-Za-z0-9][A-Za-z0-9._-]{0,127})+");

    private ArtifactNames() {}

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    static String name(String name) {
        return require(
                NAME, name, "name of an artifact such as corpora/my-corpus (segments of 1 to 63 of a-z, 0-9, '-')");
    }

    static String collection(String collection) {
        return require(COLLECTION, collection, "collection such as corpora or models/m/checkpoints");
    }

    static String file(String file) {
        return require(FILE, file, "file name of 1 to 128 letters, digits, '.', '_' and '-'");
    }

    static String key(String key) {
        return require(KEY, key, "key such as jobs/j/attempts/1");
    }

    private static String require(Pattern pattern, String value, String what) {
        if (value == null || !pattern.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is not a " + what);
        }
        return value;
    }
}
