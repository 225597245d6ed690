package io.malmoi.data;

import io.malmoi.datasets.readers.SourceFile;
import io.malmoi.v1.Upload;
import io.malmoi.v1.UploadFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;

/** The files of a complete upload, read part by part. */
final class UploadedFiles implements SourceFile.Files {
    private final Iterator<UploadFile> remaining;
    private final LongFunction<byte[]> parts;
    private byte[] part = {};
    private int taken;
    private long offset;
    private long left;

    /**
     * Reads from the first byte on.
     *
     * @param parts the part that begins at an offset
     */
    UploadedFiles(Upload upload, LongFunction<byte[]> parts) {
        this.remaining = upload.getFilesList().iterator();
        this.parts = parts;
    }

    @Override
    public Optional<SourceFile> next() throws IOException {
        new Content().skipNBytes(left);
        if (!remaining.hasNext()) {
            return Optional.empty();
        }
        UploadFile file = remaining.next();
        left = file.getSize();
        return Optional.of(new SourceFile(file.getName(), new Content()));
    }

    /** The bytes of the file under way. */
    private final class Content extends InputStream {
        @Override
        public int read() {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int from, int length) {
            Objects.checkFromIndexSize(from, length, target.length);
            if (left == 0 && length > 0) {
                return -1;
            }
            if (taken == part.length && length > 0) {
                advance();
            }
            int count = (int) Math.min(Math.min(length, left), part.length - taken);
            System.arraycopy(part, taken, target, from, count);
            taken += count;
            left -= count;
            return count;
        }

        private void advance() {
            part = parts.apply(offset);
            offset += part.length;
            taken = 0;
        }
    }
}
