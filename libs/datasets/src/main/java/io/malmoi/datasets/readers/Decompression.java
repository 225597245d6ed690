package io.malmoi.datasets.readers;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import io.malmoi.datasets.text.InvalidTextException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Unpacks gzip (RFC 1952) and zstd (RFC 8878), told by their first bytes. */
final class Decompression {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int GZIP = 0x1f8b;
    private static final int ZSTD = 0x28b52ffd;

    private Decompression() {}

    /** A file's content unpacked; the same bytes if they are not packed. */
    static InputStream open(SourceFile file) throws IOException {
        var stream = new PushbackInputStream(file.content(), Integer.BYTES);
        byte[] first = stream.readNBytes(Integer.BYTES);
        stream.unread(first);
        if (first.length < Integer.BYTES) {
            return stream;
        }
        int magic = (first[0] & 0xff) << 24 | (first[1] & 0xff) << 16 | (first[2] & 0xff) << 8 | first[3] & 0xff;
        if (magic >>> 16 == GZIP) {
            return new Unpacked(file, "gzip", new GZIPInputStream(stream, BUFFER_BYTES));
        }
        return magic == ZSTD ? new Unpacked(file, "zstd", new ZstdInputStream(stream)) : stream;
    }

    /** Says what is wrong with packed bytes. */
    private static final class Unpacked extends FilterInputStream {
        private final SourceFile file;
        private final String format;

        Unpacked(SourceFile file, String format, InputStream source) {
            super(source);
            this.file = file;
            this.format = format;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return super.read(target, offset, length);
            } catch (ZipException | ZstdIOException | EOFException e) {
                throw new InvalidTextException(
                        file.place("the " + format + " data is broken or cut off: " + e.getMessage()));
            }
        }
    }
}
