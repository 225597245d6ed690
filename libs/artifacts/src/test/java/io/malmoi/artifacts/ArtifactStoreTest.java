package io.malmoi.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.malmoi.testkit.Backends;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactStoreTest {
    @RegisterExtension
    static final Backends backends = Backends.start();

    private final String bucket = backends.newBucket();
    private final ArtifactStore store = Stores.open(backends, bucket);

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void givesBackWhatWasPublished() throws IOException {
        String text = "말모이는 우리말 사전의 원고였다.\n";

        Manifest published = Stores.publish(store, "corpora/x", text);

        assertThat(store.get("corpora/x")).isEqualTo(published);
        assertThat(published.resource().get("text").textValue()).isEqualTo(text);
        assertThat(published.madeBy()).isEqualTo(Stores.UPLOAD);
        try (InputStream stream = store.open(published, "text.txt")) {
            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(text);
        }
    }

    @Test
    void streamsAFileOfSeveralPartsAndAnEmptyOne() throws IOException {
        long size = 2 * Bucket.PART_BYTES + 1;
        try (ArtifactWriter writer = store.create("corpora/x", Stores.UPLOAD)) {
            writer.put("large.bin", new Generated(size));
            writer.put("empty.bin", new Generated(0));
            Manifest manifest = writer.publish(Stores.describe(""), List.of());

            assertThat(manifest.file("large.bin").size()).isEqualTo(size);
            assertThat(manifest.file("empty.bin").sha256()).isEqualTo(Sha256.of(new byte[0]));
            try (InputStream large = store.open(manifest, "large.bin");
                    InputStream empty = store.open(manifest, "empty.bin")) {
                assertThat(large.transferTo(OutputStream.nullOutputStream())).isEqualTo(size);
                assertThat(empty.readAllBytes()).isEmpty();
            }
        }
    }

    @Test
    void aNameIsPublishedOnceHoweverManyTry() throws Exception {
        int racers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        try {
            List<Future<Boolean>> tries = threads.invokeAll(IntStream.range(0, racers)
                    .mapToObj(racer -> (Callable<Boolean>) () -> tryToPublish("racer " + racer))
                    .toList());
            List<Boolean> won = new ArrayList<>();
            for (Future<Boolean> one : tries) {
                won.add(one.get());
            }
            assertThat(Collections.frequency(won, true)).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        Manifest winner = store.get("corpora/x");
        try (InputStream stream = store.open(winner, "text.txt")) {
            assertThat(stream).hasContent(winner.resource().get("text").textValue());
        }
        assertThat(Stores.keysOf(backends, bucket))
                .containsExactlyInAnyOrder(
                        "corpora/x/manifest.json", winner.file("text.txt").key());
    }

    private boolean tryToPublish(String text) {
        try {
            Stores.publish(store, "corpora/x", text);
            return true;
        } catch (ArtifactExistsException e) {
            assertThat(e).hasMessageContaining("corpora/x");
            return false;
        }
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(store.find("corpora/x")).isEmpty();
        assertThatThrownBy(() -> store.get("corpora/x"))
                .isInstanceOf(ArtifactNotFoundException.class)
                .hasMessageContaining("corpora/x");
        assertThatThrownBy(() -> store.delete("corpora/x")).isInstanceOf(ArtifactNotFoundException.class);
        assertThat(store.list("corpora", 10, "")).isEqualTo(new ArtifactPage(List.of(), ""));
    }

    @Test
    void listsInTheOrderOfNamesPageByPage() {
        for (String id : List.of("b", "a-1", "a", "c", "a-0")) {
            Stores.publish(store, "models/" + id, id);
        }
        Stores.publish(store, "models/unfinished/checkpoints/step-1", "a checkpoint of a model not published yet");

        ArtifactPage first = store.list("models", 2, "");
        ArtifactPage second = store.list("models", 2, first.nextPageToken());
        ArtifactPage third = store.list("models", 2, second.nextPageToken());

        assertThat(names(first)).containsExactly("models/a", "models/a-0");
        assertThat(names(second)).containsExactly("models/a-1", "models/b");
        assertThat(names(third)).containsExactly("models/c");
        assertThat(third.nextPageToken()).isEmpty();
        assertThat(names(store.list("models/unfinished/checkpoints", 2, "")))
                .containsExactly("models/unfinished/checkpoints/step-1");
    }

    private static List<String> names(ArtifactPage page) {
        return page.manifests().stream().map(Manifest::name).toList();
    }

    @Test
    void refusesPageTokensThatItDidNotGiveOut() {
        String ofModels = PageToken.after("models", "a");

        for (String token : List.of("nonsense", "!", ofModels)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.list("corpora", 1, token))
                    .withMessageContaining(token);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> store.list("corpora", 0, ""));
        assertThatIllegalArgumentException().isThrownBy(() -> store.list("corpora", 1001, ""));
    }

    @Test
    void deletesAModelWithItsCheckpointsAndNothingElse() {
        Stores.publish(store, "models/m/checkpoints/step-1", "1");
        Stores.publish(store, "models/m", "m");
        Stores.publish(store, "models/m-2", "m-2");

        store.delete("models/m");

        assertThat(store.find("models/m")).isEmpty();
        assertThat(store.find("models/m/checkpoints/step-1")).isEmpty();
        assertThat(store.find("models/m-2")).isPresent();
        assertThat(Stores.keysOf(backends, bucket)).allMatch(file -> file.startsWith("models/m-2/"));
    }

    @Test
    void deletesOneCheckpointAndKeepsItsModel() {
        Stores.publish(store, "models/m/checkpoints/step-1", "1");
        Stores.publish(store, "models/m", "m");

        store.delete("models/m/checkpoints/step-1");

        assertThat(store.find("models/m")).isPresent();
        assertThat(store.list("models/m/checkpoints", 10, "").manifests()).isEmpty();
    }

    @Test
    void aClaimHasOneWinner() throws Exception {
        int racers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        try {
            List<Future<Boolean>> claims = threads.invokeAll(Collections.nCopies(
                    racers, () -> store.claim("jobs/j/attempts/1", new byte[] {1, 2, 3})));
            int winners = 0;
            for (Future<Boolean> claim : claims) {
                winners += claim.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
        assertThat(store.read("jobs/j/attempts/1")).contains(new byte[] {1, 2, 3});
        assertThat(store.read("jobs/j/attempts/2")).isEmpty();
    }

    @Test
    void creatingTheBucketAgainDoesNothing() {
        Stores.publish(store, "corpora/x", "x");
        store.createBucket();
        assertThat(store.find("corpora/x")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "corpora",
                "corpora/",
                "/x",
                "corpora/X",
                "corpora/-x",
                "corpora/x-",
                "corpora/말모이",
                "corpora/..",
                "corpora/a_b",
                "models/m/checkpoints",
                "corpora//x",
                "corpora/a123456789012345678901234567890123456789012345678901234567890123"
            })
    void refusesNames(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> store.find(name)).withMessageContaining("'" + name + "'");
        assertThatIllegalArgumentException().isThrownBy(() -> store.create(name, Stores.UPLOAD));
        assertThatIllegalArgumentException().isThrownBy(() -> store.delete(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../x", "a/b", ".hidden", "원고.txt"})
    void refusesFileNames(String file) {
        try (ArtifactWriter writer = store.create("corpora/x", Stores.UPLOAD)) {
            assertThatIllegalArgumentException().isThrownBy(() -> writer.put(file, Stores.stream("")));
        }
    }
}
