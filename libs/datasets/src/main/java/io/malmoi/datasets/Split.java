package io.malmoi.datasets;

import io.malmoi.datasets.deduplication.Clusters;
import io.malmoi.datasets.documents.DocumentReader;
import io.malmoi.datasets.text.SpanMarks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Which text is kept for validation.
 *
 * <p>Documents that are near-duplicates, as {@link io.malmoi.datasets.deduplication.MinHash} finds them, and near-duplicates of
 * these, and so on, are a cluster. A cluster goes by a seeded hash of its first document's content: those with the lowest hashes
 * make the validation text, as many as come nearest to the share asked for. So equal documents always fall on one side, and
 * similar ones most likely. Where that share is off by more than half, since the clusters are few or uneven, the end of the text
 * is cut off instead: in a document without marks at a line end, or inside the only line at a space or between two characters.
 * Memory has four bytes for each document.
 */
final class Split {
    /** A piece of text and its side. */
    record Piece(byte[] text, boolean validation) {}

    private static final int BUCKET_BITS = 16;
    private static final int BUCKETS = 1 << BUCKET_BITS;

    /** Which documents are for validation; null if the end is cut off. */
    private final BitSet validation;

    private final long cut;
    private final long leeway;
    private int documents;
    private long passed;

    private Split(BitSet validation, long cut, long leeway) {
        this.validation = validation;
        this.cut = cut;
        this.leeway = leeway;
    }

    /**
     * Plans the split of a file. Reads all of it.
     *
     * @param work an empty folder, empty again afterwards
     */
    static Split plan(Path file, DatasetSettings settings, Path work, ProgressListener listener) throws IOException {
        try (var signatures = new DocumentSignatures(settings, work);
                DocumentReader documents = DocumentReader.open(file, settings.sizes())) {
            Clusters clusters = signatures.read(documents, listener);
            var bytes = new long[BUCKETS];
            signatures.forEach((document, hash, length) ->
                    bytes[clusters.settle(document, hash >>> Integer.SIZE - BUCKET_BITS)] += length);
            return of(clusters, bytes, settings.validationShare());
        }
    }

    private static Split of(Clusters buckets, long[] bytes, double share) {
        long total = Arrays.stream(bytes).sum();
        long wanted = Math.max(1, Math.round(total * share));
        int end = nearest(bytes, wanted);
        long leeway = wanted / 2;
        long reached = Arrays.stream(bytes, 0, end).sum();
        boolean even = reached > 0 && reached < total && Math.abs(reached - wanted) <= leeway;
        if (!even) {
            return new Split(null, total - wanted, leeway);
        }
        var validation = new BitSet(buckets.documents());
        for (int document = 0; document < buckets.documents(); document++) {
            validation.set(document, buckets.value(document) < end);
        }
        return new Split(validation, 0, 0);
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

    /** The next document of the same file, in one piece or in two. */
    List<Piece> split(byte[] document) {
        if (validation != null) {
            return List.of(new Piece(document, validation.get(documents++)));
        }
        long start = passed;
        passed += document.length;
        if (passed <= cut) {
            return List.of(new Piece(document, false));
        }
        if (start >= cut) {
            return List.of(new Piece(document, true));
        }
        if (SpanMarks.has(document)) {
            return List.of(new Piece(document, start > 0));
        }
        return TextCut.near(document, (int) (cut - start), leeway)
                .map(at -> List.of(new Piece(at.before(), false), new Piece(at.after(), true)))
                .orElseGet(() -> List.of(new Piece(document, start > 0)));
    }
}
