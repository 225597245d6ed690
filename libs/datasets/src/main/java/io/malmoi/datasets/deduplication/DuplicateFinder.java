package io.malmoi.datasets.deduplication;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * Finds documents that have a key in common with an earlier one. Keys go to files, by their highest bits, and are compared file
 * by file: memory holds the keys of one file, less than a hundredth of all, and a bit for each document. Not for use by several
 * threads.
 */
public final class DuplicateFinder implements AutoCloseable {
    private static final int FILE_BITS = 8;

    private final Path folder;
    private final KeyFile[] files = new KeyFile[1 << FILE_BITS];

    /** Keeps its files in a folder, which must be there and empty; they are removed when it is closed. */
    public DuplicateFinder(Path folder) {
        this.folder = folder;
    }

    /**
     * Takes the keys of the next document.
     *
     * @param document its number, greater than that of the one before
     */
    public void add(int document, long[] keys) throws IOException {
        for (long key : keys) {
            int number = (int) (key >>> Long.SIZE - FILE_BITS);
            if (files[number] == null) {
                files[number] = new KeyFile(folder.resolve("keys-" + number));
            }
            files[number].add(document, key);
        }
    }

    /** The numbers of the documents that have a key of an earlier one. To be called once, after the last document. */
    public BitSet duplicates() throws IOException {
        var duplicates = new BitSet();
        var keys = new LongSet();
        read(
                (document, key) -> {
                    if (!keys.add(key)) {
                        duplicates.set(document);
                    }
                },
                keys::clear);
        return duplicates;
    }

    /**
     * The clusters of documents that share keys. To be called once, after the last document.
     *
     * @param documents number of documents
     */
    public Clusters clusters(int documents) throws IOException {
        var clusters = new Clusters(documents);
        var first = new FirstDocuments();
        read((document, key) -> clusters.join(first.put(key, document), document), first::clear);
        return clusters;
    }

    /** Reads and removes file after file; every key is in one file alone. */
    private void read(KeyFile.Reader reader, Runnable endOfFile) throws IOException {
        ByteBuffer buffer = KeyFile.buffer();
        for (KeyFile file : files) {
            if (file != null) {
                file.read(buffer, reader);
                endOfFile.run();
                file.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (KeyFile file : files) {
            if (file != null) {
                file.close();
            }
        }
    }
}
