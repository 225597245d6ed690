package io.malmoi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.malmoi.v1.Architecture;
import io.malmoi.v1.CreateModelRequest;
import io.malmoi.v1.JobCancelled;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobFailed;
import io.malmoi.v1.JobSucceeded;
import io.malmoi.v1.Metrics;
import io.malmoi.v1.Progress;
import io.malmoi.v1.TrainModelSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MalmoiTest {
    private static final List<JobEvent> SUCCESS = List.of(JobEvent.newBuilder()
            .setSucceeded(JobSucceeded.getDefaultInstance())
            .build());

    @TempDir
    Path folder;

    private FakeMalmoi server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeMalmoi();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Invocation malmoi(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--address";
        all[arguments.length + 1] = server.address();
        return Invocation.of(all);
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void helpNamesEveryCommandAndExitCode() {
        Invocation help = Invocation.of("--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out())
                .contains("quickstart", "corpus", "tokenizer", "dataset", "train", "jobs", "models", "chat", "130");
    }

    @Test
    void aWrongOptionIsAUsageError() {
        Invocation run = Invocation.of("corpus", "list", "--nonsense");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--nonsense").contains("malmoi corpus list --help");
    }

    @Test
    void aGroupAloneNamesItsCommands() {
        Invocation run = Invocation.of("corpus");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("clean, create, delete, import, list, report, show");
    }

    @Test
    void aServerThatIsAwayIsSaidInOneLine() {
        Invocation run = Invocation.of("corpus", "list", "--address", "127.0.0.1:1");
        assertThat(run.exitCode()).isEqualTo(5);
        assertThat(run.err().strip())
                .isEqualTo("malmoi: nothing answers at 127.0.0.1:1: run `malmoi up`, or name another with --address");
    }

    @Test
    void anAddressWithoutAPortIsAUsageError() {
        Invocation run = Invocation.of("corpus", "list", "--address", "localhost");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("host:port");
    }

    @Test
    void uploadsATextWholeAndNamesItAfterItsFile() throws IOException {
        String text = "말모이 가나다라마바사\n".repeat(50_000);
        Invocation run = malmoi("corpus", "create", file("My Novels.txt", text).toString(), "--json");
        assertThat(run.exitCode()).isZero();
        JsonObject corpus = JsonParser.parseString(run.lastLine()).getAsJsonObject();
        assertThat(corpus.get("name").getAsString()).isEqualTo("corpora/my-novels");
        assertThat(server.texts.get("corpora/my-novels").toStringUtf8()).isEqualTo(text);
    }

    @Test
    void aLargeUploadGoesOnWhereTheConnectionWasLost() throws IOException {
        String text = "말모이 가나다라마바사\n".repeat(700_000);
        Path one = file("one.txt", text);
        Path two = file("two.txt", "둘\n");
        server.breakUploadAt = 5_000_000;
        server.story = SUCCESS;
        Invocation run = malmoi("corpus", "create", one.toString(), two.toString(), "--id", "large");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(server.texts.get("corpora/large").toStringUtf8()).isEqualTo(text + "둘\n");
        assertThat(server.writtenFrom).hasSize(2).startsWith(0L);
        assertThat(server.writtenFrom.get(1)).isBetween(5_000_000L, 6_000_000L);
        assertThat(run.err()).contains("trying again");
    }

    @Test
    void aLargeUploadThatEndedGoesOnWhenItIsRunAgain() throws IOException {
        String text = "말모이 가나다라마바사\n".repeat(700_000);
        String file = file("one.txt", text).toString();
        server.breakUploadAt = 9_000_000;
        server.story = SUCCESS;
        server.uploadFailure = io.grpc.Status.RESOURCE_EXHAUSTED;
        assertThat(malmoi("corpus", "create", file).exitCode()).isNotZero();
        Invocation again = malmoi("corpus", "create", file);
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).contains("that were sent before");
        assertThat(server.texts.get("corpora/one").toStringUtf8()).isEqualTo(text);
        assertThat(server.writtenFrom).hasSize(2);
    }

    @Test
    void deletesACorpus() throws IOException {
        assertThat(malmoi("corpus", "create", file("one.txt", "하나\n").toString())
                        .exitCode())
                .isZero();
        assertThat(malmoi("corpus", "delete", "one").out()).contains("corpora/one is deleted.");
        assertThat(malmoi("corpus", "delete", "one").exitCode()).isEqualTo(3);
    }

    @Test
    void largeFilesThatAreThereAreNotSentAgain() throws IOException {
        server.story = SUCCESS;
        String file = file("one.txt", "말모이 가나다라마바사\n".repeat(700_000)).toString();
        assertThat(malmoi("corpus", "create", file).exitCode()).isZero();
        Invocation again = malmoi("corpus", "create", file, "--json");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains("corpora/one");
        assertThat(server.writtenFrom).hasSize(1);
        assertThat(server.jobRequests).hasSize(1);
        String other = file("two.txt", "말모이 가나다라마바사\n".repeat(700_000)).toString();
        Invocation taken = malmoi("corpus", "create", other, "--id", "one");
        assertThat(taken.exitCode()).isEqualTo(4);
        assertThat(taken.err()).contains("of other files: choose another --id");
        assertThat(server.writtenFrom).hasSize(1);
    }

    @Test
    void uploadsTheFilesOfAModelAndNothingElse() throws IOException {
        Path model = Files.createDirectory(folder.resolve("Tiny LLaMA"));
        Files.writeString(model.resolve("config.json"), "{}");
        Files.writeString(model.resolve("model.safetensors"), "weights");
        Files.writeString(model.resolve("README.md"), "words");
        Invocation run = malmoi("models", "import", model.toString(), "--tokenizer", "t");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("models/tiny-llama");
        assertThat(server.modelPieces.get(0).getTokenizer()).isEqualTo("tokenizers/t");
        assertThat(server.modelPieces.stream().map(CreateModelRequest::getFile).filter(file -> !file.isEmpty()))
                .containsExactly("config.json", "model.safetensors");
        assertThat(server.modelPieces.stream()
                        .map(piece -> piece.getContent().toStringUtf8())
                        .filter(content -> !content.isEmpty()))
                .containsExactly("{}", "weights");
        assertThat(malmoi("models", "import", folder.resolve("none").toString(), "--tokenizer", "t")
                        .exitCode())
                .isEqualTo(3);
    }

    @Test
    void anEmptyFileIsRefusedByTheServer() throws IOException {
        Invocation run = malmoi("corpus", "create", file("empty.txt", "").toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("the text is empty");
    }

    @Test
    void aMissingFileIsNamed() {
        Invocation run = malmoi("corpus", "create", folder.resolve("none.txt").toString());
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.err()).contains("none.txt");
    }

    @Test
    void optionsOfCleaningAreChecked() {
        Invocation step = malmoi("corpus", "clean", "a", "--add", "near-duplicates,polish");
        assertThat(step.exitCode()).isEqualTo(2);
        assertThat(step.err()).contains("--add", "expected one of control-characters, ", "but was 'polish'");
        Invocation kind = malmoi("corpus", "clean", "a", "--mask", "shoe-size");
        assertThat(kind.err()).contains("--mask", "but was 'shoe-size'");
        Invocation format = malmoi("corpus", "create", "a.doc", "--format", "doc");
        assertThat(format.err()).contains("jsonl").contains("doc");
    }

    @Test
    void aReportIsPrintedAndWrittenAsAPage() throws IOException {
        Path page = folder.resolve("report.html");
        Invocation run = malmoi("corpus", "report", "a", "--html", page.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("korean 75.0 %, latin 25.0 %").containsPattern("quality +9 +0 +5 +4");
        assertThat(page).content().isEqualTo("<p>쪽");
        assertThat(malmoi("corpus", "report", "a", "--json").out())
                .doesNotContain("쪽")
                .contains("\"documents\":\"4\"");
    }

    @Test
    void listsShowsAndFillsTemplates() throws IOException {
        assertThat(malmoi("corpus", "template", "list").out()).containsPattern("alpaca +input output +As Alpaca.");
        assertThat(malmoi("corpus", "template", "show", "alpaca").out()).isEqualTo("description: 가\ntext: 나\n");
        Path template = file("mine.yaml", "text: ");
        Invocation run = malmoi(
                "corpus", "template", "preview", "a", "--template-file", template.toString(), "--column", "question=Q");
        assertThat(run.out()).contains("● sample 1", "text: 물음\n⟦{question=Q}⟧", "no text in 'A': 2");
        assertThat(malmoi("corpus", "template", "preview", "a").exitCode()).isEqualTo(2);
        assertThat(malmoi("corpus", "structure", "a", "--template", "x", "--template-file", "y")
                        .exitCode())
                .isEqualTo(2);
        assertThat(malmoi("corpus", "structure", "a", "--template-file", "none.yaml")
                        .err())
                .contains("no such file: none.yaml");
    }

    @Test
    void listsAllPages() throws IOException {
        malmoi("corpus", "create", file("a.txt", "a").toString());
        malmoi("corpus", "create", file("b.txt", "b").toString());
        assertThat(malmoi("corpus", "list").lines()).hasSize(3);
        JsonObject json =
                JsonParser.parseString(malmoi("corpus", "list", "--json").out()).getAsJsonObject();
        assertThat(json.getAsJsonArray("corpora")).hasSize(2);
    }

    @Test
    void whatIsNotThereIsExitCodeThreeAndSaidInJsonToo() {
        Invocation run = malmoi("corpus", "show", "none", "--json");
        assertThat(run.exitCode()).isEqualTo(3);
        JsonObject error =
                JsonParser.parseString(run.lastLine()).getAsJsonObject().getAsJsonObject("error");
        assertThat(error.get("status").getAsString()).isEqualTo("NOT_FOUND");
        assertThat(error.get("message").getAsString()).isEqualTo("there is no corpora/none");
    }

    @Test
    void aWrongFieldIsNamedOnce() {
        Invocation run = malmoi("tokenizer", "train", "--corpus", "a", "--vocabulary-size", "1");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().strip()).isEqualTo("malmoi: train_tokenizer.vocabulary_size: is 1; expected at least 257");
    }

    @Test
    void theKeyIsSentAndNeverPrinted() {
        Invocation run = malmoi("corpus", "show", "none", "--key", "s3cret");
        assertThat(server.authorizations).containsExactly("Bearer s3cret");
        assertThat(run.out() + run.err()).doesNotContain("s3cret");
    }

    @Test
    void aJobIsFollowedToItsEndOverALostConnection() {
        server.story = List.of(
                JobEvent.newBuilder()
                        .setProgress(Progress.newBuilder()
                                .setStage("train")
                                .setDone(5)
                                .setTotal(10)
                                .setUnit("steps"))
                        .build(),
                metrics(5, 3.25),
                metrics(10, 2.5),
                JobEvent.newBuilder()
                        .setSucceeded(JobSucceeded.newBuilder().setResult("models/m"))
                        .build());
        server.cutAfter = 2;
        Invocation run = malmoi("train", "--dataset", "d", "--id", "m", "--steps", "10");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().strip()).isEqualTo("models/m");
        assertThat(run.err()).contains("train 50 %", "validation 3.250", "validation 2.500", "validation loss");
        assertThat(server.watchedAfter).containsExactly(0L, 11L);
    }

    @Test
    void everyTrainingOptionReachesTheSpec() {
        malmoi(("train --dataset d --id m --steps 7 --layers 2 --heads 2 --width 16 --block-size 8 --dropout 0.5"
                        + " --architecture llama --key-value-heads 1 --head-dimension 4 --inner-width 5 --rope-theta 6"
                        + " --no-tied-head --no-query-key-value-bias"
                        + " --batch-size 3 --gradient-accumulation-steps 2 --learning-rate 0.01"
                        + " --minimum-learning-rate 0.001 --warmup-steps 1 --weight-decay 0 --beta1 0.8"
                        + " --beta2 0.9 --gradient-clip-norm 0 --precision float32 --matrix-kernel onednn"
                        + " --activation-recomputation --seed 5"
                        + " --evaluation-interval 2 --checkpoint-interval 3 --sample-interval 4"
                        + " --sample-prompt 봄 --after first --request-id r --detach")
                .split(" "));
        TrainModelSpec spec = server.jobRequests.get(0).getSpec().getTrainModel();
        assertThat(spec.getModel()).isEqualTo("models/m");
        assertThat(spec.getAllFields()).hasSize(22 - 1);
        assertThat(spec.getArchitecture().getAllFields()).hasSize(12);
        assertThat(spec.getArchitecture().getFamily()).isEqualTo(Architecture.Family.LLAMA);
        assertThat(spec.getPrecision()).isEqualTo(TrainModelSpec.Precision.FLOAT32);
        assertThat(spec.getMatrixKernel()).isEqualTo(TrainModelSpec.MatrixKernel.ONEDNN);
        assertThat(spec.getWeightDecay()).isZero();
        assertThat(server.jobRequests.get(0).getDependsOnList()).containsExactly("jobs/first");
        assertThat(server.jobRequests.get(0).getRequestId()).isEqualTo("r");
    }

    @ParameterizedTest
    @CsvSource({
        "--architecture, bert, 'gpt2, llama, qwen2, qwen3'",
        "--precision, unrecognized, 'float32, bfloat16, float16'",
        "--matrix-kernel, mkl, 'blas, onednn'"
    })
    void aWordThatAnOptionDoesNotKnowIsAnsweredWithThoseThatItKnows(String option, String word, String known) {
        Invocation run = malmoi("train", "--dataset", "d", option, word);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(option, "expected one of " + known + " but was '" + word + "'");
    }

    @Test
    void stepsAndMinutesExcludeEachOther() {
        assertThat(malmoi("train", "--dataset", "d", "--steps", "1", "--minutes", "1")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void aFailedJobIsExitCodeSixWithItsReason() {
        server.story = List.of(JobEvent.newBuilder()
                .setFailed(JobFailed.newBuilder()
                        .setError(Status.newBuilder()
                                .setCode(Code.FAILED_PRECONDITION_VALUE)
                                .setMessage("the corpus is too small")))
                .build());
        Invocation run = malmoi("dataset", "build", "--corpus", "a", "--tokenizer", "t");
        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.err()).contains("the corpus is too small");
    }

    @Test
    void watchPrintsEventsAsJsonAndTheJobLast() {
        server.story = List.of(JobEvent.newBuilder()
                .setCancelled(JobCancelled.getDefaultInstance())
                .build());
        malmoi("train", "--dataset", "d", "--detach");
        Invocation run = malmoi("jobs", "watch", "j1", "--json");
        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.lines()).hasSize(3);
        assertThat(JsonParser.parseString(run.lastLine())
                        .getAsJsonObject()
                        .get("state")
                        .getAsString())
                .isEqualTo("CANCELLED");
    }

    @Test
    void generationStreamsToStandardOutputAlone() {
        Invocation run = malmoi("generate", "m", "봄이", "--temperature", "0", "--top-k", "3", "--stop", "끝");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("안녕" + System.lineSeparator());
        assertThat(run.err()).contains("2 tokens", "seed 7");
        assertThat(server.generateRequests.get(0).getPrompt()).isEqualTo("봄이");
        assertThat(server.generateRequests.get(0).getSampling().getTemperature())
                .isZero();
        assertThat(server.generateRequests.get(0).getSampling().hasTopP()).isFalse();
    }

    @Test
    void chatKeepsTheConversationWithinTheBlock() {
        Invocation run = Invocation.withInput(
                "첫째\n" + "가".repeat(100) + "\n/reset\n새로\n/exit\n", "chat", "m", "--address", server.address());
        assertThat(run.exitCode()).isZero();
        assertThat(server.generateRequests)
                .extracting(request -> request.getPrompt())
                .containsExactly("첫째\n", "가".repeat(FakeMalmoi.BLOCK_SIZE / 2 - 1) + "\n", "새로\n");
        assertThat(run.out()).contains("안녕");
    }

    @Test
    void tokensAreEncodedOnOneLine() {
        assertThat(malmoi("tokenizer", "encode", "t", "ab").out().strip()).isEqualTo("97 98");
    }

    private static JobEvent metrics(long step, double loss) {
        return JobEvent.newBuilder()
                .setMetrics(Metrics.newBuilder()
                        .setStep(step)
                        .putValues("train_loss", loss)
                        .putValues("validation_loss", loss)
                        .putValues("unigram_loss", 4))
                .build();
    }
}
