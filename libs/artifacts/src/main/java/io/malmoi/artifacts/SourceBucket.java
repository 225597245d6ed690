package io.malmoi.artifacts;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads objects that are no artifacts. Thread-safe. Throws what {@link ArtifactStore} throws if the store does not serve. */
public final class SourceBucket implements AutoCloseable {
    private final Bucket bucket;

    /** Connects at the first call, not here. */
    public SourceBucket(ObjectStoreSettings settings) {
        bucket = new Bucket(settings);
    }

    /**
     * An object.
     *
     * @param key its key
     * @param size bytes
     * @param version its entity tag, which changes with its content
     */
    public record Source(String key, long size, String version) {}

    /**
     * The objects whose keys begin with a prefix, in the order of their keys; those that stand for folders are left out.
     *
     * @throws IllegalArgumentException if there are more than {@code most}
     */
    public List<Source> list(String prefix, int most) {
        List<Source> sources = new ArrayList<>();
        bucket.forEach(prefix, object -> {
            if (!object.key().endsWith("/")) {
                sources.add(object);
            }
            if (sources.size() > most) {
                throw new IllegalArgumentException(
                        "there are more than " + most + " objects under '" + prefix + "'; name a longer prefix");
            }
        });
        sources.sort(Comparator.comparing(Source::key));
        return sources;
    }

    /**
     * Reads an object, to be closed by the caller. A connection lost in between is an {@link ObjectStoreUnavailableException} from
     * {@code read}.
     *
     * @throws IllegalArgumentException if the object is another than when it was listed
     */
    public InputStream open(Source source) {
        InputStream content = bucket.get(source.key(), source.version())
                .orElseThrow(() -> new IllegalArgumentException(
                        "the object " + source.key() + " has changed or gone meanwhile; do it again"));
        return new Content(content, source);
    }

    @Override
    public void close() {
        bucket.close();
    }

    /** Fails if it breaks off. */
    private final class Content extends FilterInputStream {
        private final Source source;
        private long bytes;

        Content(InputStream content, Source source) {
            super(content);
            this.source = source;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            try {
                int read = super.read(target, offset, length);
                bytes += Math.max(0, read);
                if (read < 0 && bytes != source.size()) {
                    throw new IOException("it ended early");
                }
                return read;
            } catch (IOException e) {
                throw bucket.errors()
                        .failed(
                                "reading " + source.key() + " broke off after " + bytes + " bytes: " + e.getMessage(),
                                e);
            }
        }

        @Override
        public long skip(long count) {
            var skipped = new byte[(int) Math.min(8192, Math.max(0, count))];
            return Math.max(0, read(skipped, 0, skipped.length));
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
