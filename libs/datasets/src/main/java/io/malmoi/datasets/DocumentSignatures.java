package io.malmoi.datasets;

import io.malmoi.datasets.deduplication.Clusters;
import io.malmoi.datasets.deduplication.DuplicateFinder;
import io.malmoi.datasets.deduplication.MinHash;
import io.malmoi.datasets.documents.DocumentReader;
import io.malmoi.datasets.text.MarkedText;
import io.malmoi.datasets.text.ParallelParcels;
import io.malmoi.datasets.text.SpanMarks;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a split must know of every document: a hash of its content, its length, and which others are like it. Kept in files. */
final class DocumentSignatures implements Closeable {
    private static final int BUFFER_BYTES = 1 << 16;

    private record Signature(int hash, int length, long[] keys) {}

    /** Takes what is known of a document. */
    interface Reader {
        void document(int number, int hash, int length);
    }

    private final MinHash minHash;
    private final long seed;
    private final Path file;
    private final DuplicateFinder finder;
    private int count;

    DocumentSignatures(DatasetSettings settings, Path work) {
        this.minHash = settings.nearDuplicates();
        this.seed = settings.seed();
        this.file = work.resolve("signatures");
        this.finder = new DuplicateFinder(work);
    }

    /** Reads all documents; works on all processors. */
    Clusters read(DocumentReader documents, ProgressListener listener) throws IOException {
        try (var parcels = new ParallelParcels<byte[], List<Signature>>(
                        "split", () -> documents.next().orElse(null), document -> document.length, this::sign);
                var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES))) {
            for (List<Signature> parcel = parcels.next(); parcel != null; parcel = parcels.next()) {
                for (Signature signature : parcel) {
                    out.writeInt(signature.hash());
                    out.writeInt(signature.length());
                    finder.add(count, signature.keys());
                    count = Math.addExact(count, 1);
                }
                listener.progress("split", documents.bytes());
            }
        }
        return finder.clusters(count);
    }

    private List<Signature> sign(List<byte[]> documents) {
        return documents.stream().map(this::sign).toList();
    }

    /** Templates make all samples alike: in a document that has marks, only what comes from the record is compared. */
    private Signature sign(byte[] document) {
        String text = SpanMarks.has(document)
                ? MarkedText.parse(document).ofRecord()
                : new String(document, StandardCharsets.UTF_8);
        return new Signature((int) (Hash.of(document, seed) >>> Integer.SIZE), document.length, minHash.bandKeys(text));
    }

    /** Tells what is known of every document, in order. */
    void forEach(Reader reader) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
            for (int number = 0; number < count; number++) {
                reader.document(number, in.readInt(), in.readInt());
            }
        }
    }

    @Override
    public void close() throws IOException {
        finder.close();
        Files.deleteIfExists(file);
    }
}
