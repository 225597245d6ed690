package io.malmoi.datasets;

import io.malmoi.datasets.documents.DocumentReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which text is kept for validation.
 *
 * <p>A document goes by a seeded hash of its content, so that equal documents fall on one side wherever they stand: those
 * with the lowest hashes make the validation text, as many as come nearest to the share asked for. Where that is off by
 * more than half, since the documents are few or uneven, the end of the text is cut off instead, at a line end, or inside
 * the only line at a space or between two characters.
 */
final class Split {
    /** A piece of text and its side. */
    record Piece(byte[] text, boolean validation) {}

    private static final int BUCKET_BITS = 16;

    private final long seed;
    private final int validationBuckets;
    private final long cut;
    private final long leeway;
    private long passed;

    private Split(long seed, int validationBuckets, long cut, long leeway) {
        this.seed = seed;
        this.validationBuckets = validationBuckets;
        this.cut = cut;
        this.leeway = leeway;
    }

    /** Plans the split of a file. Reads all of it. */
    static Split plan(Path file, DatasetSettings settings, ProgressListener listener) throws IOException {
        var bytes = new long[1 << BUCKET_BITS];
        try (DocumentReader documents = DocumentReader.open(file, settings.sizes())) {
            Optional<byte[]> document;
            while ((document = documents.next()).isPresent()) {
                bytes[bucket(document.get(), settings.seed())] += document.get().length;
                listener.progress("split", documents.bytes());
            }
        }
        long total = Arrays.stream(bytes).sum();
        long wanted = Math.max(1, Math.round(total * settings.validationShare()));
        int buckets = nearest(bytes, wanted);
        long leeway = wanted / 2;
        long reached = Arrays.stream(bytes, 0, buckets).sum();
        boolean even = reached > 0 && reached < total && Math.abs(reached - wanted) <= leeway;
        return new Split(settings.seed(), even ? buckets : -1, total - wanted, leeway);
    }

    /** How many of the first buckets hold the number of bytes nearest to the one wanted. */
    private static int nearest(long[] bytes, long wanted) {
        int best = 0;
        long bestDistance = wanted;
        long sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            sum += bytes[i];
            if (Math.abs(sum - wanted) < bestDistance) {
                bestDistance = Math.abs(sum - wanted);
                best = i + 1;
            }
        }
        return best;
    }

    private static int bucket(byte[] document, long seed) {
        return (int) (Hash.of(document, seed) >>> Long.SIZE - BUCKET_BITS);
    }

    /** The next document of the same file, in one piece or in two. */
    List<Piece> split(byte[] document) {
        if (validationBuckets >= 0) {
            return List.of(new Piece(document, bucket(document, seed) < validationBuckets));
        }
        long start = passed;
        passed += document.length;
        if (passed <= cut) {
            return List.of(new Piece(document, false));
        }
        if (start >= cut) {
            return List.of(new Piece(document, true));
        }
        return TextCut.near(document, (int) (cut - start), leeway)
                .map(at -> List.of(new Piece(at.before(), false), new Piece(at.after(), true)))
                .orElseGet(() -> List.of(new Piece(document, start > 0)));
    }
}
