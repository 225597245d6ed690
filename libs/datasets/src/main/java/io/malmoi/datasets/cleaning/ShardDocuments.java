package io.malmoi.datasets.cleaning;

import io.malmoi.datasets.cleaning.DocumentCleaner.Kept;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

/** The documents of cleaned shards, one shard after the other. */
final class ShardDocuments implements KeptDocuments {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Iterator<CleaningStream.ShardFile> files;
    private final Tally tally;
    private DataInputStream file;

    ShardDocuments(Iterable<CleaningStream.ShardFile> files, Tally tally) {
        this.files = files.iterator();
        this.tally = tally;
    }

    @Override
    public Kept next() throws IOException {
        while (file != null || files.hasNext()) {
            if (file == null) {
                InputStream opened = files.next().open();
                file = new DataInputStream(new BufferedInputStream(opened, BUFFER_BYTES));
            }
            Kept document = CleanedShard.read(file);
            if (document != null) {
                return document;
            }
            finish();
        }
        return null;
    }

    /** Reads to the very end, where a stream that verifies what it reads has its say. */
    private void finish() throws IOException {
        tally.add(Tally.read(file));
        if (file.read() >= 0) {
            throw new IOException("a cleaned shard has something behind its end");
        }
        close();
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
