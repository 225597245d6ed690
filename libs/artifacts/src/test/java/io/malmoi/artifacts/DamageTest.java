package io.malmoi.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.malmoi.testkit.Backends;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is lost and nothing lies when disks, uploads and copies are damaged. */
class DamageTest {
    @RegisterExtension
    static final Backends backends = Backends.embedded();

    private final String bucket = backends.newBucket();
    private final ArtifactStore store = Stores.open(backends, bucket);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aFlippedByteInTheStoreIsDetected() throws IOException {
        Manifest manifest = Stores.publish(store, "corpora/x", "말모이");
        Path object = object(manifest.file("text.txt").key());
        byte[] content = Files.readAllBytes(object);
        content[1] ^= 1;
        Files.write(object, content, StandardOpenOption.WRITE);

        assertThatThrownBy(() -> read(manifest))
                .isInstanceOf(ArtifactCorruptException.class)
                .hasMessageContaining("text.txt");
        assertThatThrownBy(() -> store.fetch(manifest, folder)).isInstanceOf(ArtifactCorruptException.class);
        assertThat(folder.resolve("corpora/x")).doesNotExist();
    }

    @Test
    void aMissingFileIsDetected() throws IOException {
        Manifest manifest = Stores.publish(store, "corpora/x", "말모이");
        Files.delete(object(manifest.file("text.txt").key()));

        assertThatThrownBy(() -> store.open(manifest, "text.txt"))
                .isInstanceOf(ArtifactCorruptException.class)
                .hasMessageContaining("text.txt");
        assertThatThrownBy(() -> store.open(manifest, "other.txt"))
                .isInstanceOf(ArtifactCorruptException.class)
                .hasMessageContaining("other.txt");
    }

    @Test
    void aDamagedManifestIsAnErrorOfItsOwnArtifactOnly() throws IOException {
        Stores.publish(store, "corpora/x", "x");
        Stores.publish(store, "corpora/y", "y");
        Files.writeString(object("corpora/x/manifest.json"), "{\"name\": ");

        assertThatThrownBy(() -> store.find("corpora/x"))
                .isInstanceOf(ArtifactCorruptException.class)
                .hasMessageContaining("corpora/x");
        assertThat(store.list("corpora", 10, "").manifests())
                .singleElement()
                .satisfies(manifest -> assertThat(manifest.name()).isEqualTo("corpora/y"));
    }

    @Test
    void anUploadThatFailsLeavesNothing() {
        IOException broken = new IOException("the source broke");
        try (ArtifactWriter writer = store.create("corpora/x", Stores.UPLOAD)) {
            writer.put("first.bin", new Generated(10));
            assertThatThrownBy(() -> writer.put("second.bin", new Generated(Bucket.PART_BYTES + 1, broken)))
                    .hasCause(broken);
        }

        assertThat(store.find("corpora/x")).isEmpty();
        assertThat(Stores.filesOf(backends, bucket)).isEmpty();
    }

    @Test
    void anUploadThatIsKilledIsInvisibleAndTheNextAttemptRemovesItsLeftovers() throws Exception {
        Process uploader = EndlessUpload.start(Stores.settings(backends, bucket), "corpora/x");
        try {
            EndlessUpload.awaitFirstPart(uploader);
        } finally {
            uploader.destroyForcibly().waitFor();
        }

        assertThat(store.find("corpora/x")).isEmpty();
        assertThat(store.list("corpora", 10, "").manifests()).isEmpty();
        assertThat(Stores.filesOf(backends, bucket)).isNotEmpty();

        Manifest manifest = Stores.publish(store, "corpora/x", "말모이");
        assertThat(Stores.filesOf(backends, bucket))
                .containsExactlyInAnyOrder(
                        "corpora/x/manifest.json", manifest.file("text.txt").key());
    }

    @Test
    void aCopyIsMadeOnceAndMadeAnewWhenItIsDamaged() throws IOException {
        Manifest manifest = Stores.publish(store, "corpora/x", "말모이");

        Path copy = store.fetch(manifest, folder);
        assertThat(copy.resolve("text.txt")).hasContent("말모이");
        Files.delete(object(manifest.file("text.txt").key()));
        assertThat(store.fetch(manifest, folder)).isEqualTo(copy);

        Files.write(object(manifest.file("text.txt").key()), Files.readAllBytes(copy.resolve("text.txt")));
        Files.writeString(copy.resolve("text.txt"), "말");
        assertThat(store.fetch(manifest, folder).resolve("text.txt")).hasContent("말모이");
        try (var unfinished = Files.list(folder.resolve(".unfinished"))) {
            assertThat(unfinished).isEmpty();
        }
    }

    @Test
    void aNewArtifactOfAnOldNameIsNotTakenForTheOldOne() throws IOException {
        Path old = store.fetch(Stores.publish(store, "corpora/x", "old"), folder);
        store.delete("corpora/x");
        Manifest manifest = Stores.publish(store, "corpora/x", "new");

        Path copy = store.fetch(manifest, folder);

        assertThat(copy).isNotEqualTo(old);
        assertThat(copy.resolve("text.txt")).hasContent("new");
    }

    @Test
    void manyMayFetchAtOnce() throws Exception {
        Manifest manifest = Stores.publish(store, "corpora/x", "말모이");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (ArtifactStore other = Stores.open(backends, bucket)) {
            List<Future<Path>> copies = threads.invokeAll(List.of(
                    () -> store.fetch(manifest, folder),
                    () -> other.fetch(manifest, folder),
                    () -> store.fetch(manifest, folder),
                    () -> other.fetch(manifest, folder)));
            for (Future<Path> copy : copies) {
                assertThat(copy.get(1, TimeUnit.MINUTES).resolve("text.txt")).hasContent("말모이");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void read(Manifest manifest) throws IOException {
        try (InputStream stream = store.open(manifest, "text.txt")) {
            stream.readAllBytes();
        }
    }

    private Path object(String key) {
        return backends.objects().resolve(bucket).resolve(key);
    }
}
