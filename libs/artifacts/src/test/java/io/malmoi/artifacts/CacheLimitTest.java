package io.malmoi.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.testkit.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class CacheLimitTest {
    private static final int LIMIT = 10;

    @RegisterExtension
    static final Backends backends = Backends.start();

    @TempDir
    Path folder;

    private ArtifactStore store;

    @BeforeEach
    void open() {
        store = new ArtifactStore(Stores.settings(backends, backends.newBucket()), LIMIT);
        store.createBucket();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void copiesUsedLongestAgoMakeRoom() throws IOException {
        Path first = fetch("corpora/a", "123456");
        Path second = fetch("corpora/b", "12");
        lastUsed(first, Duration.ofHours(3));
        lastUsed(second, Duration.ofHours(2));

        Path third = fetch("models/m/checkpoints/step-1", "1234567");

        assertThat(first).doesNotExist();
        assertThat(second.resolve("text.txt")).hasContent("12");
        assertThat(third.resolve("text.txt")).hasContent("1234567");
    }

    @Test
    void aFetchedCopyIsUsedAgain() throws IOException {
        Manifest manifest = Stores.publish(store, "corpora/a", "123456");
        Path first = store.fetch(manifest, folder);
        lastUsed(first, Duration.ofHours(3));
        store.fetch(manifest, folder);

        fetch("corpora/b", "1234567");

        assertThat(first.resolve("text.txt"))
                .as("it was used within the hour, so it stays although the cache holds more than it should")
                .hasContent("123456");
    }

    private Path fetch(String name, String text) {
        return store.fetch(Stores.publish(store, name, text), folder);
    }

    private static void lastUsed(Path copy, Duration ago) throws IOException {
        Files.setLastModifiedTime(copy, FileTime.from(Instant.now().minus(ago)));
    }
}
