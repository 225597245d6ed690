package io.malmoi.datasets.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads a text line by line, as bytes and in little memory, and checks it on the way as {@link TextCheck} does.
 *
 * <p>After {@link #next} has returned true, the line is at {@link #buffer}, from {@link #start} up to {@link #end}, without
 * its line feed, until the next call; or longer, if it is held. Does not close the stream. Not for use by several threads.
 */
public final class LineReader {
    private static final int PIECE_BYTES = 1 << 18;

    private final InputStream source;
    private byte[] buffer = new byte[2 * PIECE_BYTES];
    private int start;
    private int end = -1;
    private int held = -1;
    private int limit;
    private long bytes;
    private long number;
    private boolean ended;

    /** Reads a stream, in which no line may be longer than {@link TextCheck#MAXIMUM_LINE_BYTES}. */
    public LineReader(InputStream source) {
        this(source, true);
    }

    private LineReader(InputStream source, boolean checked) {
        this.source = checked ? new CheckedTextStream(source) : source;
    }

    /** Reads a stream whose lines need not be UTF-8, and need not have anything to read, but are no longer than others. */
    public static LineReader unchecked(InputStream source) {
        return new LineReader(source, false);
    }

    /**
     * Goes to the next line.
     *
     * @return whether there is one
     * @throws InvalidTextException if the text has a fault; at the latest at its end
     */
    public boolean next() throws IOException {
        start = end + 1;
        int scanned = start;
        while (true) {
            for (int at = scanned; at < limit; at++) {
                if (buffer[at] == '\n') {
                    end = at;
                    number++;
                    return true;
                }
            }
            if (ended) {
                end = limit;
                number++;
                return start < limit;
            }
            int scannedBytes = limit - start;
            fill();
            scanned = start + scannedBytes;
        }
    }

    /** Moves the line under way, and those that are held before it, to the front and reads on behind it. */
    private void fill() throws IOException {
        if (limit - start > TextCheck.MAXIMUM_LINE_BYTES) {
            throw TextCheck.tooLong(number + 1, TextCheck.MAXIMUM_LINE_BYTES);
        }
        int from = held < 0 ? start : held;
        int kept = limit - from;
        if (kept + PIECE_BYTES > buffer.length) {
            buffer = Arrays.copyOfRange(buffer, from, from + Math.max(buffer.length, 2 * (kept + PIECE_BYTES)));
        } else {
            System.arraycopy(buffer, from, buffer, 0, kept);
        }
        start -= from;
        held = held < 0 ? held : 0;
        limit = kept;
        int read = source.read(buffer, limit, PIECE_BYTES);
        if (read < 0) {
            ended = true;
        } else {
            limit += read;
            bytes += read;
        }
    }

    /** Holds the line from so many bytes behind its start on, and the lines behind it, until they are taken. */
    void hold(int skipped) {
        held = start + skipped;
    }

    /** Whether lines are held. */
    boolean holds() {
        return held >= 0;
    }

    /** Bytes from the first line that is held up to the end of this one. */
    int heldBytes() {
        return end - held;
    }

    /** Copies so many bytes from the first line that is held on, and holds no more. */
    byte[] take(int count) {
        byte[] taken = Arrays.copyOfRange(buffer, held, held + count);
        held = -1;
        return taken;
    }

    /** Holds the line. */
    public byte[] buffer() {
        return buffer;
    }

    /** Where the line begins in the buffer. */
    public int start() {
        return start;
    }

    /** Where the line ends in the buffer, exclusive. */
    public int end() {
        return end;
    }

    /** The line's number in the stream, from 1. */
    public long number() {
        return number;
    }

    /** Where the line begins in the stream. */
    public long offset() {
        return bytes - limit + start;
    }

    /** Bytes of the line. */
    public int length() {
        return end - start;
    }

    /** Whether the line begins with a {@link DocumentMark}. */
    public boolean startsDocument() {
        return start < end && buffer[start] == DocumentMark.BYTE;
    }

    /** Whether the line has nothing but spaces, tabs, carriage returns and perhaps a document mark. */
    public boolean isBlank() {
        for (int i = startsDocument() ? start + 1 : start; i < end; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t' && buffer[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Bytes read from the stream so far; they may be ahead of the line by a piece. */
    public long bytes() {
        return bytes;
    }
}
