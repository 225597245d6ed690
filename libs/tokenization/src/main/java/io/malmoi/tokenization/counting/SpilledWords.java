package io.malmoi.tokenization.counting;

import io.malmoi.tokenization.collections.WordTable;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Words with their counts on disk, in a temporary file that goes when this is closed. A word may be there several times. Not thread-safe. */
final class SpilledWords implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final FileChannel file;
    private long words;

    SpilledWords() throws IOException {
        Path path = Files.createTempFile("malmoi-words-", "");
        file = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Adds all words of a table. */
    void write(WordTable table) throws IOException {
        file.position(file.size());
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER));
        for (int entry = 0; entry < table.size(); entry++) {
            int start = table.start(entry);
            int end = table.end(entry);
            out.writeLong(table.count(entry));
            out.writeInt(end - start);
            for (int i = start; i < end; i++) {
                out.writeChar(table.text()[i]);
            }
        }
        out.flush();
        words += table.size();
    }

    /** All words, in a table that adds up their counts. */
    WordTable read() throws IOException {
        WordTable table = new WordTable();
        file.position(0);
        DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(file), BUFFER));
        char[] text = new char[1 << 10];
        for (long word = 0; word < words; word++) {
            long count = in.readLong();
            int length = in.readInt();
            text = text.length >= length ? text : new char[length];
            for (int i = 0; i < length; i++) {
                text[i] = in.readChar();
            }
            table.add(text, 0, length, WordTable.hash(text, 0, length), count);
        }
        return table;
    }

    /** Takes all words out. */
    void clear() throws IOException {
        file.truncate(0);
        words = 0;
    }

    boolean isEmpty() {
        return words == 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
