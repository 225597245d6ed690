package io.malmoi.tokenization.pattern;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Character sets by the names that patterns call them by. Made when first asked for, and kept. */
final class CharacterSets {
    private static final List<String> CATEGORIES = List.of(
            "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps",
            "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Co", "Cn");
    private static final Map<String, String> LONG_NAMES = Map.of(
            "letter",
            "L",
            "mark",
            "M",
            "number",
            "N",
            "punctuation",
            "P",
            "punct",
            "P",
            "symbol",
            "S",
            "separator",
            "Z");
    private static final Map<String, CharacterSet> KEPT = new ConcurrentHashMap<>();

    static final CharacterSet ALL = CharacterSet.of(c -> true);
    static final CharacterSet LINE_FEED = CharacterSet.range('\n', '\n');
    static final CharacterSet DIGIT = named("Nd").orElseThrow();
    static final CharacterSet SPACE = CharacterSet.of(c -> CharacterClasses.of(c) == CharacterClasses.SPACE);
    static final CharacterSet HEXADECIMAL =
            CharacterSet.range('0', '9').or(CharacterSet.range('a', 'f')).or(CharacterSet.range('A', 'F'));
    static final CharacterSet WORD = CharacterSet.of(CharacterClasses::isWord);

    private CharacterSets() {}

    /** The set of a general category, or of a script, by its name in any case. */
    static Optional<CharacterSet> named(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replace("_", "").replace(" ", "");
        for (String category : CATEGORIES) {
            if (category.toLowerCase(Locale.ROOT).equals(plain) || category.equals(LONG_NAMES.get(plain))) {
                return Optional.of(KEPT.computeIfAbsent(category, CharacterSets::category));
            }
        }
        return script(plain);
    }

    private static CharacterSet category(String category) {
        return CharacterSet.of(c -> CharacterClasses.category(c).startsWith(category));
    }

    private static Optional<CharacterSet> script(String name) {
        for (Character.UnicodeScript script : Character.UnicodeScript.values()) {
            if (script.name().replace("_", "").equalsIgnoreCase(name)) {
                return Optional.of(KEPT.computeIfAbsent(
                        script.name(), key -> CharacterSet.of(c -> Character.UnicodeScript.of(c) == script)));
            }
        }
        return Optional.empty();
    }
}
