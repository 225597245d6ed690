package io.malmoi.data;

import com.google.rpc.Code;
import io.malmoi.artifacts.ObjectStoreSettings;
import io.malmoi.artifacts.SourceBucket;
import io.malmoi.jobs.JobException;
import io.malmoi.jobs.Violation;
import io.malmoi.service.MalmoiConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/** The objects that may become corpora: never Malmoi's own artifacts. */
@Singleton
final class Sources {
    /** In Malmoi's own bucket; no collection of artifacts has this name. */
    private static final String OWN_PREFIX = "imports/";

    private final ImportsConfig config;
    private final String name;
    private final boolean own;
    private final SourceBucket bucket;

    Sources(MalmoiConfig malmoi, ImportsConfig config) {
        MalmoiConfig.ObjectStore store = malmoi.objectStore();
        this.config = config;
        this.name = config.bucket().orElse(store.bucket());
        this.own = name.equals(store.bucket());
        this.bucket = new SourceBucket(
                new ObjectStoreSettings(store.endpoint(), store.accessKey(), store.secretKey(), name, store.region()));
        check("max-objects", config.maxObjects(), 1_000_000);
        check("max-bytes", config.maxBytes(), Long.MAX_VALUE);
    }

    private static void check(String setting, long value, long most) {
        if (value < 1 || value > most) {
            throw new ConfigurationException(String.format(
                    Locale.ROOT, "malmoi.imports.%s is %d; it must be from 1 to %d", setting, value, most));
        }
    }

    /**
     * The objects below a prefix, in the order of their keys; at least one.
     *
     * @throws JobException INVALID_ARGUMENT if they may not be read, or are too many or too large; NOT_FOUND if there is none
     */
    List<SourceBucket.Source> list(String prefix) {
        if (own && !prefix.startsWith(OWN_PREFIX)) {
            throw invalid("is '" + prefix + "'; in Malmoi's own bucket, " + name + ", it must begin with " + OWN_PREFIX
                    + " (malmoi.imports.bucket of the data service names another bucket)");
        }
        List<SourceBucket.Source> sources = bucket.list(prefix, config.maxObjects());
        if (sources.isEmpty()) {
            throw new JobException(Code.NOT_FOUND, "there are no objects under " + where(prefix));
        }
        long bytes = sources.stream().mapToLong(SourceBucket.Source::size).sum();
        if (bytes > config.maxBytes()) {
            throw invalid(String.format(
                    Locale.ROOT,
                    "names objects of %,d bytes, more than the %,d of malmoi.imports.max-bytes: name a longer one",
                    bytes,
                    config.maxBytes()));
        }
        return sources;
    }

    InputStream open(SourceBucket.Source source) {
        return bucket.open(source);
    }

    /** {@code s3://bucket/prefix}. */
    String where(String prefix) {
        return "s3://" + name + "/" + prefix;
    }

    private static JobException invalid(String description) {
        return JobException.invalid(List.of(new Violation("import_corpus.prefix", description)));
    }

    @PreDestroy
    void close() {
        bucket.close();
    }
}
