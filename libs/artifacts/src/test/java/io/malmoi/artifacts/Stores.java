package io.malmoi.artifacts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.malmoi.testkit.Backends;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What several tests do with a store. */
final class Stores {
    static final Provenance UPLOAD = new Provenance("", 0, "test");

    private Stores() {}

    static ObjectStoreSettings settings(Backends backends, String bucket) {
        return new ObjectStoreSettings(
                backends.endpoint(), backends.accessKey(), backends.secretKey(), bucket, backends.region());
    }

    static ArtifactStore open(Backends backends, String bucket) {
        ArtifactStore store = new ArtifactStore(settings(backends, bucket));
        store.createBucket();
        return store;
    }

    static Manifest publish(ArtifactStore store, String name, String text) {
        try (ArtifactWriter writer = store.create(name, UPLOAD)) {
            writer.put("text.txt", stream(text));
            return writer.publish(describe(text), List.of());
        }
    }

    static ObjectNode describe(String text) {
        return JsonNodeFactory.instance.objectNode().put("text", text);
    }

    static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The keys of all objects in a bucket. */
    static List<String> keysOf(Backends backends, String bucket) {
        try (Bucket objects = new Bucket(settings(backends, bucket))) {
            return objects.list("", true);
        }
    }

    /** Paths of the bucket's files, unfinished uploads among them, on the embedded server's disk, relative to the bucket. */
    static List<String> filesOf(Backends backends, String bucket) {
        Path folder = backends.objects().resolve(bucket);
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
