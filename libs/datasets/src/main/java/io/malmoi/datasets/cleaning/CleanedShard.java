package io.malmoi.datasets.cleaning;

import io.malmoi.datasets.cleaning.DocumentCleaner.Kept;
import io.malmoi.datasets.text.DocumentLines;
import io.malmoi.datasets.text.Layout;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A shard of a text after cleaning, as a file: the documents that are kept, with the keys by which duplicates are found, and what
 * was done to all. {@link CleaningStream#merging} makes a text of all shards.
 *
 * <p>The file has, for each document, the length of its text (int) and the text in UTF-8, and its exact and near keys, each with
 * their number (int) before; then -1 (int) and the counts.
 */
public final class CleanedShard {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int END = -1;

    private CleanedShard() {}

    /**
     * Cleans a shard on all processors.
     *
     * @param shard the shard's bytes in UTF-8, which may be none
     * @param layout the layout of the whole text
     * @param target gets the file; not closed
     * @throws io.malmoi.datasets.text.InvalidTextException if the text is not UTF-8, or has a line of more than 16 MiB
     */
    public static void write(InputStream shard, Layout layout, CleaningPlan plan, OutputStream target)
            throws IOException {
        var tally = new Tally();
        var out = new DataOutputStream(new BufferedOutputStream(target, BUFFER_BYTES));
        try (var documents = new CleanedDocuments(DocumentLines.ofShard(shard, layout), plan, tally)) {
            for (Kept document = documents.next(); document != null; document = documents.next()) {
                out.writeInt(document.text().length);
                out.write(document.text());
                writeKeys(document.exactKeys(), out);
                writeKeys(document.nearKeys(), out);
            }
        }
        out.writeInt(END);
        tally.write(out);
        out.flush();
    }

    private static void writeKeys(long[] keys, DataOutputStream out) throws IOException {
        out.writeInt(keys.length);
        for (long key : keys) {
            out.writeLong(key);
        }
    }

    /** The next document of a file; null at the end, where the counts follow. */
    static Kept read(DataInputStream file) throws IOException {
        int length = file.readInt();
        return length == END ? null : new Kept(file.readNBytes(length), readKeys(file), readKeys(file));
    }

    private static long[] readKeys(DataInputStream file) throws IOException {
        var keys = new long[file.readInt()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = file.readLong();
        }
        return keys;
    }
}
