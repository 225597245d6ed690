package io.malmoi.datasets.readers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Unpacks pages: gzip by the JDK, where the library would ask for Hadoop; Snappy, Zstandard and LZ4 by the library. */
final class ParquetCodecs implements CompressionCodecFactory {
    private static final int PAGE_BYTES = 1 << 20;

    private final CodecFactory library = new CodecFactory(new PlainParquetConfiguration(), PAGE_BYTES);

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case GZIP -> new Gzip();
            case UNCOMPRESSED, SNAPPY, ZSTD, LZ4_RAW -> library.getDecompressor(codec);
            default ->
                throw new IllegalArgumentException(
                        "pages are packed by " + codec + "; write the file with Snappy, Zstandard, gzip or LZ4_RAW");
        };
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("nothing is written here");
    }

    @Override
    public void release() {
        library.release();
    }

    private static final class Gzip implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput packed, int size) throws IOException {
            return BytesInput.from(unpack(packed.toByteArray(), size));
        }

        @Override
        public void decompress(ByteBuffer packed, int packedSize, ByteBuffer target, int size) throws IOException {
            var bytes = new byte[packedSize];
            packed.get(bytes);
            target.put(unpack(bytes, size));
        }

        private static byte[] unpack(byte[] packed, int size) throws IOException {
            try (var stream = new GZIPInputStream(new ByteArrayInputStream(packed))) {
                byte[] page = stream.readNBytes(size);
                if (page.length < size) {
                    throw new IOException("a page ends after " + page.length + " of " + size + " bytes");
                }
                return page;
            }
        }

        @Override
        public void release() {
            // holds nothing
        }
    }
}
