package io.malmoi.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import io.grpc.Status;
import io.malmoi.cli.client.ExitCode;
import io.malmoi.standalone.Routes.Failure;
import io.malmoi.standalone.Routes.HttpCall;
import io.malmoi.standalone.Routes.Run;
import io.malmoi.v1.CancelJobRequest;
import io.malmoi.v1.Job;
import io.malmoi.v1.JobServiceGrpc;
import io.malmoi.v1.ListJobsRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input has one clear answer, the same over gRPC, HTTP and the command line. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
    private static final String TEXT = "말모이는 우리말 사전을 만들려고 낱말을 모으던 일이다.\n".repeat(300);

    private StandaloneProcess standalone;
    private Routes routes;
    private List<String> jobs;

    @BeforeAll
    void train(@TempDir Path data) throws Exception {
        standalone = StandaloneProcess.start(data).awaitReady();
        routes = new Routes(standalone);
        Pipeline.upload(standalone.channel(), TEXT);
        jobs = Pipeline.createJobs(standalone.channel(), 4);
        Pipeline.await(standalone.channel(), jobs.get(2));
        damage(data.resolve("object-store/objects/malmoi/models/tiny/checkpoints/best"));
    }

    @AfterAll
    void stop() throws Exception {
        standalone.close();
    }

    Stream<BadInput> inputs() throws IOException {
        return BadInput.all(Files.createTempDirectory("bad-input-"), jobs.get(0), Pipeline.TOKENIZER_REQUEST);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void isRefusedAlikeOnEveryRoute(BadInput input) throws Exception {
        assertRefused(input, routes.grpc(input.grpc()));
        assertRefused(input, routes.http(input.http()));
        Run run = routes.cli(input.cli());
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode(input.code()));
        assertThat(run.err()).contains("malmoi: ").containsOnlyOnce(input.words());
        assertThat(run.out()).isEmpty();
    }

    @Test
    void severalWrongFieldsAreNamedAtOnce() throws Exception {
        String path = "/v1/models/tiny:generate";
        Failure failure = routes.http(HttpCall.post(path, "{\"sampling\": {\"temperature\": -1, \"topP\": 2}}"));
        assertThat(failure.message()).contains("sampling.temperature: is -1.0", "sampling.top_p: is 2.0");
        Run run = routes.cli(List.of("generate", "tiny", "말", "--temperature", "-1", "--top-p", "2"));
        assertThat(run.err().lines()).hasSize(3).first().asString().contains("2 values are wrong");
    }

    @Test
    void theSameRequestAgainIsTheSameJob() throws Exception {
        assertThat(Pipeline.createJobs(standalone.channel(), 4)).isEqualTo(jobs);
        HttpCall again = HttpCall.post(
                "/v1/jobs",
                "{\"requestId\": \"" + Pipeline.TOKENIZER_REQUEST + "\", \"spec\": {\"trainTokenizer\": {\"tokenizer\":"
                        + " \"tokenizers/tiny\", \"corpus\": \"corpora/tiny\", \"vocabularySize\": 300}}}");
        assertThat(routes.post(again).body()).contains('"' + jobs.get(0) + '"');
        Run run = routes.cli(
                List.of(("tokenizer train --corpus tiny --id tiny --vocabulary-size 300 --detach --request-id "
                                + Pipeline.TOKENIZER_REQUEST)
                        .split(" ")));
        assertThat(run.out().strip()).as(run.err()).isEqualTo(jobs.get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train --dataset tiny --id small --block-size 4096" + "| a block size of 4,096 needs at least 4,097",
                "tokenizer train --corpus tiny --id few --preset whitespace --vocabulary-size 20"
                        + "| the vocabulary begins with 23 tokens, but vocabulary_size is 20: give at least as many"
            })
    void aCorpusThatDoesNotSufficeFailsTheJobWithTheReason(String command, String words) throws Exception {
        Run run = routes.cli(List.of(command.split(" ")));
        assertThat(run.exitCode()).isEqualTo(ExitCode.JOB_ENDED_BADLY);
        assertThat(run.err()).contains(words);
        assertThat(routes.get("/v1/jobs?state=FAILED")).contains(words);
        assertThat(JobServiceGrpc.newBlockingStub(standalone.channel())
                        .listJobs(ListJobsRequest.newBuilder()
                                .setState(Job.State.FAILED)
                                .build())
                        .getJobsList())
                .extracting(Job::getError)
                .filteredOn(error -> error.getMessage().contains(words))
                .extracting(com.google.rpc.Status::getCode)
                .containsExactly(Code.INVALID_ARGUMENT_VALUE);
    }

    @Test
    void cancellingACancelledJobIsNoError() throws Exception {
        String name = Pipeline.trainForLong(standalone.channel());
        JobServiceGrpc.JobServiceBlockingStub stub = JobServiceGrpc.newBlockingStub(standalone.channel());
        CancelJobRequest cancel = CancelJobRequest.newBuilder().setName(name).build();
        stub.cancelJob(cancel);
        Pipeline.awaitEnd(standalone.channel(), name);
        assertThat(stub.cancelJob(cancel).getState()).isEqualTo(Job.State.CANCELLED);
        assertThat(routes.post(HttpCall.post("/v1/" + name + ":cancel", "")).body())
                .contains("\"CANCELLED\"");
        Run run = routes.cli(List.of("jobs", "cancel", name));
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().strip()).isEqualTo("cancelled");
    }

    private static void assertRefused(BadInput input, Failure failure) {
        assertThat(failure.code()).as(failure.message()).isEqualTo(input.code());
        assertThat(failure.message()).contains(input.words());
    }

    private static int exitCode(Code code) {
        return ExitCode.of(Status.Code.valueOf(code.name()));
    }

    private static void damage(Path checkpoint) throws IOException {
        try (Stream<Path> files = Files.walk(checkpoint)) {
            Path weights = files.filter(file -> file.endsWith("model.safetensors"))
                    .findFirst()
                    .orElseThrow();
            byte[] content = Files.readAllBytes(weights);
            content[content.length / 2] ^= 1;
            Files.write(weights, content);
        }
    }
}
