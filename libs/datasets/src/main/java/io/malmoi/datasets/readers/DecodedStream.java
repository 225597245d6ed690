package io.malmoi.datasets.readers;

import io.malmoi.datasets.text.InvalidTextException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A text in another encoding, as UTF-8. Reading throws {@link InvalidTextException} at the first byte that stands for nothing. */
final class DecodedStream extends InputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private final SourceFile file;
    private final InputStream source;
    private final Charset charset;
    private final CharsetDecoder decoder;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private final CharBuffer characters = CharBuffer.allocate(BUFFER_BYTES);
    private ByteBuffer decoded = ByteBuffer.allocate(0);
    private long offset;
    private boolean ended;

    /** Decodes a stream that begins at this offset of the file. */
    DecodedStream(SourceFile file, InputStream source, long offset, Charset charset) {
        this.file = file;
        this.source = source;
        this.offset = offset;
        this.charset = charset;
        this.decoder = Encodings.strict(charset);
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        while (!decoded.hasRemaining() && !ended) {
            decode();
        }
        if (!decoded.hasRemaining() && length > 0) {
            return -1;
        }
        int count = Math.min(length, decoded.remaining());
        decoded.get(target, from, count);
        return count;
    }

    private void decode() throws IOException {
        bytes.compact();
        int read = source.read(bytes.array(), bytes.position(), bytes.remaining());
        ended = read < 0;
        bytes.position(bytes.position() + Math.max(0, read)).flip();
        int before = bytes.position();
        CoderResult result = decoder.decode(bytes, characters, ended);
        offset += bytes.position() - before;
        if (result.isError()) {
            throw new InvalidTextException(file.place(String.format(
                    Locale.ROOT,
                    "byte offset %d: the byte 0x%02X stands for no character of %s; name the right encoding",
                    offset,
                    bytes.get(bytes.position()),
                    charset == Encodings.CP949 ? "CP949" : charset.name())));
        }
        decoded = StandardCharsets.UTF_8.encode(characters.flip());
        characters.clear();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
