package io.malmoi.tokenization.counting;

import io.malmoi.tokenization.collections.WordTable;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Those of all words whose hashes are alike: in memory, and on disk what was too much for it. */
final class WordShard implements Closeable {
    private WordTable words = new WordTable();
    private SpilledWords spilled;

    /** Adds words of a table, those from one place to another in an order; what then takes more bytes than asked for goes to disk. */
    synchronized void add(WordTable source, int[] order, int from, int to, long mostBytes) {
        for (int i = from; i < to; i++) {
            int entry = order[i];
            words.add(source.text(), source.start(entry), source.end(entry), source.hash(entry), source.count(entry));
        }
        if (words.bytes() > mostBytes) {
            try {
                spill();
            } catch (IOException e) {
                throw new UncheckedIOException("words that need more memory than there is cannot be kept on disk", e);
            }
        }
    }

    /** Puts all words on disk. */
    void spill() throws IOException {
        spilled = spilled == null ? new SpilledWords() : spilled;
        spilled.write(words);
        words = new WordTable();
    }

    /** Whether some words are on disk. */
    boolean isSpilled() {
        return spilled != null;
    }

    /** Takes all words into memory; none stays on disk. */
    void gather() throws IOException {
        if (spilled != null) {
            spill();
            words = spilled.read();
            spilled.clear();
        }
    }

    /** Leaves words out. */
    void keep(WordSelection selection) {
        WordTable kept = new WordTable();
        for (int entry = 0; entry < words.size(); entry++) {
            if (selection.has(words.count(entry), words.hash(entry))) {
                kept.add(words.text(), words.start(entry), words.end(entry), words.hash(entry), words.count(entry));
            }
        }
        words = kept;
    }

    /** The words, each once after {@link #gather}; read anew at every call if they are on disk. */
    WordTable words() {
        try {
            return spilled == null || spilled.isEmpty() ? words : spilled.read();
        } catch (IOException e) {
            throw new UncheckedIOException("words that were kept on disk cannot be read", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (spilled != null) {
            spilled.close();
            spilled = null;
        }
    }
}
