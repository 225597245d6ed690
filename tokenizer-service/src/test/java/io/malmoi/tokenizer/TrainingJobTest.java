package io.malmoi.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.rpc.Code;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.Manifest;
import io.malmoi.artifacts.Provenance;
import io.malmoi.jobs.JobClient;
import io.malmoi.jobs.JobContext;
import io.malmoi.jobs.JobCoordinator;
import io.malmoi.jobs.JobSpecs;
import io.malmoi.jobs.JobStoppedException;
import io.malmoi.jobs.KafkaSettings;
import io.malmoi.tokenization.Tokenizer;
import io.malmoi.v1.CreateJobRequest;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobSpec;
import io.malmoi.v1.Normalizer;
import io.malmoi.v1.PreTokenizer;
import io.malmoi.v1.Progress;
import io.malmoi.v1.TextPattern;
import io.malmoi.v1.TrainTokenizerSpec;
import io.malmoi.v1.TrainTokenizerSpec.Preset;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that train tokenizers, over a real broker and object store. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class TrainingJobTest {
    private static final String TEXT = "말모이는 최초의 국어사전이다. The first dictionary of Korean.\n".repeat(50);
    private static final Set<Job.State> ENDS = EnumSet.of(Job.State.SUCCEEDED, Job.State.FAILED, Job.State.CANCELLED);

    @Inject
    ArtifactStore store;

    @Inject
    KafkaSettings kafka;

    @Inject
    TokenizerWorker worker;

    @Inject
    Tokenizers tokenizers;

    private JobClient jobs;
    private JobCoordinator coordinator;

    @BeforeEach
    void start() {
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> {
            store.createBucket();
            return true;
        });
        jobs = new JobClient(kafka, store);
        jobs.start();
        coordinator = new JobCoordinator(kafka);
        coordinator.start();
    }

    @AfterEach
    void stop() {
        jobs.close();
        coordinator.close();
    }

    @Test
    void trainsATokenizerAndPublishesIt() throws Exception {
        corpus("corpora/dictionary", TEXT.getBytes(StandardCharsets.UTF_8));
        Job job = run(spec("tokenizers/dictionary", "corpora/dictionary").setVocabularySize(400));

        assertThat(job.getResult()).isEqualTo("tokenizers/dictionary");
        Manifest manifest = store.get("tokenizers/dictionary");
        assertThat(manifest.sources()).containsExactly("corpora/dictionary");
        assertThat(manifest.madeBy().job()).isEqualTo(job.getName());
        assertThat(manifest.files())
                .extracting(file -> file.name())
                .containsExactly("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json");
        assertThat(manifest.resource().get("corpus").textValue()).isEqualTo("corpora/dictionary");
        assertThat(manifest.resource().get("sha256").textValue())
                .isEqualTo(manifest.file("tokenizer.json").sha256());
        assertThat(manifest.resource().get("bytesPerToken").doubleValue()).isGreaterThan(1);
        try (InputStream file = store.open(manifest, "tokenizer.json")) {
            Tokenizer tokenizer = Tokenizer.read(file);
            assertThat(tokenizer.vocabularySize())
                    .isEqualTo(manifest.resource().get("vocabularySize").intValue());
            assertThat(tokenizer.specialTokens()).containsExactly("<|endoftext|>");
            assertThat(tokenizer.decode(tokenizer.encode(TEXT), false)).isEqualTo(TEXT);
        }
        List<JobEvent> events = new ArrayList<>();
        jobs.watch(job.getName(), 0, events::add);
        assertThat(events)
                .filteredOn(JobEvent::hasProgress)
                .extracting(event -> event.getProgress().getStage())
                .contains("count words", "merge pairs");
    }

    @Test
    void trainsWithEveryPresetAndPart() throws Exception {
        corpus("corpora/parts", TEXT.getBytes(StandardCharsets.UTF_8));
        run(spec("tokenizers/whitespace", "corpora/parts")
                .setPreset(Preset.WHITESPACE)
                .setVocabularySize(80));
        run(spec("tokenizers/words", "corpora/parts").setPreset(Preset.WORD_LEVEL));
        run(spec("tokenizers/parts", "corpora/parts")
                .setVocabularySize(300)
                .addNormalizers(Normalizer.newBuilder().setLowercase(Normalizer.Lowercase.getDefaultInstance()))
                .addNormalizers(Normalizer.newBuilder().setUnicode(Normalizer.Form.NFKC))
                .addPreTokenizers(PreTokenizer.newBuilder()
                        .setSplit(PreTokenizer.Split.newBuilder()
                                .setPattern(TextPattern.newBuilder().setRegex("cl100k"))))
                .addPreTokenizers(PreTokenizer.newBuilder()
                        .setByteLevel(PreTokenizer.ByteLevel.newBuilder().setSkipPattern(true))));

        run(spec("tokenizers/korean", "corpora/parts").setVocabularySize(400));
        assertThat(pieces("tokenizers/korean", "사전이다.\n")).endsWith(".\n");
        run(spec("tokenizers/gpt2", "corpora/parts").setPreset(Preset.GPT2).setVocabularySize(400));
        assertThat(pieces("tokenizers/gpt2", "사전이다.\n")).endsWith("\n");
        assertThat(read("tokenizers/whitespace").specialTokens()).containsExactly("[PAD]", "[UNK]", "[BOS]", "[EOS]");
        assertThat(read("tokenizers/words").kind()).isEqualTo("WordLevel");
        Tokenizer parts = read("tokenizers/parts");
        assertThat(parts.decode(parts.encode("ABC１２３"), false)).isEqualTo("abc123");
        assertFailed(
                run(spec("tokenizers/pattern", "corpora/parts")
                        .addPreTokenizers(PreTokenizer.newBuilder()
                                .setSplit(PreTokenizer.Split.newBuilder()
                                        .setPattern(TextPattern.newBuilder().setRegex("(a"))))),
                Code.INVALID_ARGUMENT,
                "a pattern cannot be used: character 2 of the pattern: a group has no end");
    }

    private List<String> pieces(String name, String text) throws Exception {
        Tokenizer tokenizer = read(name);
        return Arrays.stream(tokenizer.encode(text)).mapToObj(tokenizer::token).toList();
    }

    private Tokenizer read(String name) throws Exception {
        try (InputStream file = store.open(store.get(name), "tokenizer.json")) {
            return Tokenizer.read(file);
        }
    }

    @Test
    void theTokenizerTellsWhatItWasTrainedWithout() throws Exception {
        String rare = IntStream.range(0, 100_000)
                .mapToObj(i -> " " + Integer.toBinaryString(i).replace('0', 'a').replace('1', 'b'))
                .collect(Collectors.joining());
        corpus("corpora/rare", (" often".repeat(100_000) + rare).getBytes(StandardCharsets.UTF_8));
        TokenizerTraining small = new TokenizerTraining(store, tokenizers, 1);
        for (Preset preset : List.of(Preset.KOREAN, Preset.WORD_LEVEL)) {
            String name = "tokenizers/rare-" + preset.getNumber();
            Delivered job = new Delivered(
                    spec(name, "corpora/rare").setPreset(preset).setVocabularySize(1000), 1, Integer.MAX_VALUE);
            small.run(job.spec().getTrainTokenizer(), job);

            io.malmoi.v1.Tokenizer made = tokenizers.resources().get(name);
            assertThat(made.getLeftOutWords()).isBetween(1L, 99_999L);
            assertThat(made.getLeftOutShare()).isEqualTo(made.getLeftOutWords() / 200_000.0);
            assertThat(store.get(name).resource().get("leftOutShare").doubleValue())
                    .isEqualTo(made.getLeftOutShare());
        }
    }

    @Test
    void whatAnotherJobMadeIsNotOverwritten() {
        corpus("corpora/twice", TEXT.getBytes(StandardCharsets.UTF_8));
        run(spec("tokenizers/twice", "corpora/twice").setVocabularySize(300));
        Manifest first = store.get("tokenizers/twice");
        Job second = run(spec("tokenizers/twice", "corpora/twice").setVocabularySize(310));
        assertFailed(second, Code.ALREADY_EXISTS, "tokenizers/twice is there already");
        assertThat(store.get("tokenizers/twice")).isEqualTo(first);
    }

    @Test
    void aCorpusThatCannotBeUsedFailsTheJobWithTheReason() {
        corpus("corpora/blank", " \n\n".getBytes(StandardCharsets.UTF_8));
        corpus("corpora/few", TEXT.getBytes(StandardCharsets.UTF_8));
        corpus("corpora/euc-kr", new byte[] {'a', '\n', (byte) 0xB0, (byte) 0xA1});
        assertFailed(
                run(spec("tokenizers/a", "corpora/blank")), Code.INVALID_ARGUMENT, "corpora/blank: there is no text");
        assertFailed(
                run(spec("tokenizers/b", "corpora/euc-kr")), Code.INVALID_ARGUMENT, "not UTF-8: bad byte at offset 2");
        assertFailed(
                run(spec("tokenizers/d", "corpora/few")
                        .setPreset(Preset.WHITESPACE)
                        .setVocabularySize(20)),
                Code.INVALID_ARGUMENT,
                "the text has so many different characters that the vocabulary begins with 32 tokens");
        assertFailed(run(spec("tokenizers/c", "corpora/nowhere")), Code.NOT_FOUND, "corpora/nowhere");
        assertThat(store.find("tokenizers/a")).isEmpty();
    }

    @Test
    void aJobDeliveredAgainIsDoneAlready() throws Exception {
        corpus("corpora/again", TEXT.getBytes(StandardCharsets.UTF_8));
        Delivered first = new Delivered(spec("tokenizers/again", "corpora/again"), 1, Integer.MAX_VALUE);
        assertThat(worker.run(first)).isEqualTo("tokenizers/again");
        Manifest published = store.get("tokenizers/again");
        Delivered second = new Delivered(spec("tokenizers/again", "corpora/again"), 2, 0);
        assertThat(worker.run(second)).isEqualTo("tokenizers/again");
        assertThat(store.get("tokenizers/again")).isEqualTo(published);
    }

    @Test
    void aJobThatIsStoppedPublishesNothing() {
        corpus("corpora/stopped", TEXT.getBytes(StandardCharsets.UTF_8));
        for (int checks = 0; checks < 4; checks++) {
            Delivered job = new Delivered(spec("tokenizers/stopped", "corpora/stopped"), 1, checks);
            assertThatThrownBy(() -> worker.run(job)).isInstanceOf(JobStoppedException.class);
            assertThat(store.find("tokenizers/stopped")).isEmpty();
        }
    }

    @Test
    void aJobThatIsCancelledInMidTrainingLeavesNothingAndTheNextOneRuns() {
        Random random = new Random(1);
        String words = Stream.generate(() -> random.ints(12, 'a', 'z' + 1)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append))
                .limit(400_000)
                .collect(Collectors.joining(" "));
        corpus("corpora/random", words.getBytes(StandardCharsets.UTF_8));
        corpus("corpora/next", TEXT.getBytes(StandardCharsets.UTF_8));
        String cancelled = create(spec("tokenizers/cancelled", "corpora/random")
                .setVocabularySize(1_000_000)
                .setMinimumFrequency(1));
        String next = create(spec("tokenizers/next", "corpora/next").setVocabularySize(300));

        jobs.watch(cancelled, 0, event -> {
            boolean merging = event.getProgress().getStage().equals("merge pairs")
                    && event.getProgress().getDone() > 0;
            if (merging) {
                jobs.cancel(cancelled);
            }
            return !merging;
        });
        Job ended = end(cancelled);
        assertThat(ended.getState()).as(ended.toString()).isEqualTo(Job.State.CANCELLED);
        assertThat(ended.getProgress().getDone()).isLessThan(ended.getProgress().getTotal());
        assertThat(end(next).getState()).isEqualTo(Job.State.SUCCEEDED);
        assertThat(store.find("tokenizers/cancelled")).isEmpty();
        assertThat(store.get("tokenizers/next").madeBy().job()).isEqualTo(next);
    }

    private void corpus(String name, byte[] text) {
        TestCorpora.put(store, name, "corpus.txt", text);
    }

    private static TrainTokenizerSpec.Builder spec(String tokenizer, String corpus) {
        return TrainTokenizerSpec.newBuilder().setTokenizer(tokenizer).setCorpus(corpus);
    }

    private Job run(TrainTokenizerSpec.Builder spec) {
        return end(create(spec));
    }

    private String create(TrainTokenizerSpec.Builder spec) {
        return jobs.create(CreateJobRequest.newBuilder()
                        .setSpec(JobSpec.newBuilder().setTrainTokenizer(spec))
                        .build())
                .getName();
    }

    private Job end(String name) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> ENDS.contains(jobs.get(name).getState()));
        return jobs.get(name);
    }

    private static void assertFailed(Job job, Code code, String message) {
        assertThat(job.getState()).as(job.toString()).isEqualTo(Job.State.FAILED);
        assertThat(job.getError().getCode()).isEqualTo(code.getNumber());
        assertThat(job.getError().getMessage()).contains(message);
    }

    /** An attempt that is told to stop at a certain check. */
    private static final class Delivered implements JobContext {
        private final Job job;
        private final int attempt;
        private int checksLeft;

        Delivered(TrainTokenizerSpec.Builder spec, int attempt, int checksLeft) {
            JobSpec complete = JobSpecs.withDefaults(
                    JobSpec.newBuilder().setTrainTokenizer(spec).build());
            this.job =
                    Job.newBuilder().setName("jobs/delivered").setSpec(complete).build();
            this.attempt = attempt;
            this.checksLeft = checksLeft;
        }

        @Override
        public Job job() {
            return job;
        }

        @Override
        public int attempt() {
            return attempt;
        }

        @Override
        public Provenance provenance() {
            return new Provenance(job.getName(), attempt, "test");
        }

        @Override
        public void progress(Progress progress) {}

        @Override
        public void metrics(long step, Map<String, Double> values) {}

        @Override
        public void sample(long step, String prompt, String text) {}

        @Override
        public void checkpoint(String name, long step) {}

        @Override
        public boolean stopped() {
            return checksLeft-- <= 0;
        }

        @Override
        public void checkStillMine() {
            checkStopped();
        }
    }
}
