package io.malmoi.bench.datasets;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Reviews in plenty: those of a file over and over, no two rounds alike, and as untidy as people write. */
final class Reviews {
    private Reviews() {}

    /** Writes about so many bytes of reviews, one a line, into a file. The same lines give the same file. */
    static void write(List<String> lines, long bytes, Path target) throws IOException {
        Random random = new Random(62);
        long written = 0;
        try (BufferedWriter writer = Files.newBufferedWriter(target, StandardCharsets.UTF_8)) {
            for (int i = 0; written < bytes; i++) {
                String review = untidy(varied(lines.get(i % lines.size()), lines, random), i);
                writer.append(review).append('\n');
                written += review.getBytes(StandardCharsets.UTF_8).length + 1;
            }
        }
    }

    /** A third of the words exchanged for words of another review. */
    private static String varied(String line, List<String> lines, Random random) {
        String[] words = line.split(" ");
        String[] others = lines.get(random.nextInt(lines.size())).split(" ");
        for (int i = 0; i < words.length; i++) {
            if (random.nextInt(3) == 0) {
                words[i] = others[random.nextInt(others.length)];
            }
        }
        return String.join(" ", words) + " " + random.nextInt(10_000);
    }

    /** With a run of blanks, a tab or an invisible character here and there. */
    private static String untidy(String review, int number) {
        return switch (number % 4) {
            case 0 -> review.replaceFirst(" ", "   ") + "  ";
            case 1 -> review.replaceFirst(" ", "\t");
            case 2 -> review.replaceFirst(" ", "\u200b ");
            default -> review;
        };
    }
}
