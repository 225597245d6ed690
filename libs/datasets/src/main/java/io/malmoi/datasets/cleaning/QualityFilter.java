package io.malmoi.datasets.cleaning;

import io.malmoi.datasets.text.TextHash;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;

/** Drops documents that are too short, are no sentences, have too many symbols, or say the same again and again. */
public final class QualityFilter implements Filter {
    private static final int RUN = 3;

    private final QualityThresholds thresholds;

    /** With these thresholds. */
    public QualityFilter(QualityThresholds thresholds) {
        this.thresholds = thresholds;
    }

    @Override
    public String name() {
        return "quality";
    }

    @Override
    public Optional<String> reject(String text) {
        int characters = 0;
        int symbols = 0;
        int eojeol = 0;
        boolean blankBefore = true;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            boolean blank = character == '\n' || WhiteSpace.isBlank(character);
            if (!blank) {
                characters++;
                symbols += isSymbol(character) ? 1 : 0;
                eojeol += blankBefore ? 1 : 0;
            }
            blankBefore = blank;
        }
        if (eojeol < Math.max(1, thresholds.minimumEojeol())) {
            return Optional.of("too-few-eojeol");
        }
        if (characters > thresholds.maximumEojeolCharacters() * eojeol) {
            return Optional.of("too-long-eojeol");
        }
        if (symbols > thresholds.maximumSymbolShare() * characters) {
            return Optional.of("too-many-symbols");
        }
        if (repeatedLineCharacters(text) > thresholds.maximumRepeatedLineShare() * characters) {
            return Optional.of("repeated-lines");
        }
        boolean repeats = repeatedEojeol(text) > thresholds.maximumRepeatedNgramShare() * eojeol;
        return repeats ? Optional.of("repeated-ngrams") : Optional.empty();
    }

    private static boolean isSymbol(char character) {
        if (character >= 0xac00 && character <= 0xd7a3 || character >= 'a' && character <= 'z') {
            return false;
        }
        return !Character.isLetterOrDigit(character) && !Character.isSurrogate(character);
    }

    private static int repeatedLineCharacters(String text) {
        if (text.indexOf('\n') < 0) {
            return 0;
        }
        Set<String> seen = new HashSet<>();
        int repeated = 0;
        for (String line : text.split("\n")) {
            if (!line.isBlank() && !seen.add(line)) {
                repeated +=
                        (int) line.chars().filter(character -> character != ' ').count();
            }
        }
        return repeated;
    }

    /** Eojeol that stand in a run of three that was there before. */
    private static int repeatedEojeol(String text) {
        Set<Long> seen = new HashSet<>();
        var tokens = new StringTokenizer(text);
        var last = new long[RUN];
        int repeated = 0;
        int covered = 0;
        for (int count = 1; tokens.hasMoreTokens(); count++) {
            System.arraycopy(last, 1, last, 0, RUN - 1);
            last[RUN - 1] = TextHash.of(tokens.nextToken());
            covered = Math.max(0, covered - 1);
            if (count >= RUN && !seen.add(last[0] + 31 * last[1] + 31 * 31 * last[2])) {
                repeated += RUN - covered;
                covered = RUN;
            }
        }
        return repeated;
    }
}
