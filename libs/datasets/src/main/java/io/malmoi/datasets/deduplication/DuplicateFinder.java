package io.malmoi.datasets.deduplication;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * Finds documents that have a key in common with an earlier one. Keys go to files, by their highest bits, and are compared file
 * by file: memory holds the keys of one file, about a hundredth of all, and a bit for each document. Not for use by several
 * threads.
 */
public final class DuplicateFinder implements AutoCloseable {
    private static final int FILE_BITS = 7;
    private static final int BUFFER_BYTES = 1 << 14;

    private final Path folder;
    private final DataOutputStream[] files = new DataOutputStream[1 << FILE_BITS];
    private final long[] entries = new long[files.length];

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
            DataOutputStream file = file(number);
            file.writeInt(document);
            file.writeLong(key);
            entries[number]++;
        }
    }

    private DataOutputStream file(int number) throws IOException {
        if (files[number] == null) {
            files[number] =
                    new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path(number)), BUFFER_BYTES));
        }
        return files[number];
    }

    private Path path(int number) {
        return folder.resolve("keys-" + number);
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

    private interface Entries {
        void entry(int document, long key);
    }

    /** Reads and removes file after file; every key is in one file alone. */
    private void read(Entries reader, Runnable endOfFile) throws IOException {
        for (int number = 0; number < files.length; number++) {
            if (files[number] != null) {
                files[number].close();
                files[number] = null;
                read(number, reader);
                endOfFile.run();
                Files.delete(path(number));
            }
        }
    }

    private void read(int number, Entries reader) throws IOException {
        try (var file =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(path(number)), 4 * BUFFER_BYTES))) {
            for (long i = 0; i < entries[number]; i++) {
                reader.entry(file.readInt(), file.readLong());
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (int number = 0; number < files.length; number++) {
            if (files[number] != null) {
                files[number].close();
            }
            Files.deleteIfExists(path(number));
        }
    }
}
