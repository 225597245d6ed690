package io.malmoi.tokenization.pattern;

/** The characters that a match may begin with. */
final class Firsts {
    private Firsts() {}

    /** The set, or null if a match need not take a character. */
    static CharacterSet of(Node node) {
        if (node instanceof Node.Characters characters) {
            return characters.set();
        }
        if (node instanceof Node.Chain chain) {
            return of(chain);
        }
        if (node instanceof Node.Choice choice) {
            return of(choice);
        }
        if (node instanceof Node.Repeat repeat) {
            return repeat.least() == 0 ? null : of(repeat.body());
        }
        return node instanceof Node.Atomic atomic ? of(atomic.body()) : null;
    }

    private static CharacterSet of(Node.Chain chain) {
        CharacterSet all = CharacterSet.NONE;
        for (Node part : chain.parts()) {
            CharacterSet set = begins(part);
            if (set == null) {
                return null;
            }
            all = all.or(set);
            if (!Node.nullable(part)) {
                return all;
            }
        }
        return null;
    }

    /** What a part begins with if it takes a character; null if that is unknown. */
    private static CharacterSet begins(Node part) {
        return part instanceof Node.Repeat repeat && repeat.most() != 0 ? of(repeat.body()) : of(part);
    }

    private static CharacterSet of(Node.Choice choice) {
        CharacterSet all = CharacterSet.NONE;
        for (Node option : choice.options()) {
            CharacterSet set = of(option);
            if (set == null) {
                return null;
            }
            all = all.or(set);
        }
        return all;
    }
}
