package io.malmoi.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.malmoi.v1.Model;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text in, model out, generation called, over real sockets, on what was packaged. */
class StandaloneIT {
    private static final String TEXT = "말모이는 우리말 사전을 만들려고 낱말을 모으던 일이다.\n".repeat(300);

    @TempDir
    Path data;

    @Test
    void trainsServesAndFindsItAgainAfterARestart() throws Exception {
        String text;
        try (StandaloneProcess standalone = StandaloneProcess.start(data).awaitReady()) {
            Pipeline.upload(standalone.channel(), TEXT);
            List<String> jobs = Pipeline.createJobs(standalone.channel(), 20);
            Pipeline.await(standalone.channel(), jobs.get(2));
            Model model = Pipeline.model(standalone.channel());
            assertThat(model.getStep()).isEqualTo(20);
            assertThat(model.getValidationLoss()).isPositive();
            text = Pipeline.generate(standalone.channel(), "말모이는");
            assertThat(generateOverHttp(standalone, "말모이는")).contains("\"text\"");
            assertThat(standalone.stop()).isIn(0, 143);
            assertThat(standalone.log().lines()).noneMatch(line -> line.contains(" ERROR [io.malmoi"));
        }
        assertThat(data.resolve("standalone.properties")).doesNotExist();
        try (StandaloneProcess standalone = StandaloneProcess.start(data).awaitReady()) {
            assertThat(Pipeline.generate(standalone.channel(), "말모이는")).isEqualTo(text);
        }
    }

    @Test
    void aKillInMidTrainingLosesNothingAndChangesNothing() throws Exception {
        Model undisturbed;
        try (StandaloneProcess standalone =
                StandaloneProcess.start(data.resolve("undisturbed")).awaitReady()) {
            Pipeline.upload(standalone.channel(), TEXT);
            Pipeline.await(
                    standalone.channel(),
                    Pipeline.createJobs(standalone.channel(), 200).get(2));
            undisturbed = Pipeline.model(standalone.channel());
        }
        Path folder = data.resolve("killed");
        List<String> jobs;
        try (StandaloneProcess standalone = StandaloneProcess.start(folder).awaitReady()) {
            Pipeline.upload(standalone.channel(), TEXT);
            jobs = Pipeline.createJobs(standalone.channel(), 200);
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> hasCheckpoint(folder));
            standalone.kill();
        }
        try (StandaloneProcess standalone = StandaloneProcess.start(folder).awaitReady()) {
            Pipeline.await(standalone.channel(), jobs.get(2));
            Model model = Pipeline.model(standalone.channel());
            assertThat(model.getValidationLoss()).isEqualTo(undisturbed.getValidationLoss());
            assertThat(model.getTrainLoss()).isEqualTo(undisturbed.getTrainLoss());
        }
    }

    @Test
    void aTakenPortIsNamedWithItsSetting() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                StandaloneProcess standalone =
                        StandaloneProcess.start(data, "malmoi.grpc.port=" + taken.getLocalPort())) {
            assertThat(standalone.end()).isEqualTo(4);
            assertThat(standalone.log().strip().lines())
                    .singleElement()
                    .asString()
                    .contains(String.valueOf(taken.getLocalPort()), "malmoi.grpc.port");
        }
    }

    @Test
    void aSecondStandaloneOnTheSameFolderIsRefused() throws Exception {
        try (StandaloneProcess first = StandaloneProcess.start(data).awaitReady();
                StandaloneProcess second = StandaloneProcess.start(data)) {
            assertThat(second.end()).isEqualTo(4);
            assertThat(second.log()).contains("another Malmoi runs on " + data);
        }
    }

    private static boolean hasCheckpoint(Path folder) throws Exception {
        Path checkpoints = folder.resolve("object-store/objects/malmoi/models/tiny/checkpoints");
        if (!Files.isDirectory(checkpoints)) {
            return false;
        }
        try (var files = Files.walk(checkpoints)) {
            return files.anyMatch(file -> file.endsWith("manifest.json"));
        }
    }

    private static String generateOverHttp(StandaloneProcess standalone, String prompt) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(standalone.http() + "/v1/" + Pipeline.MODEL + ":generate"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"prompt\":\"" + prompt + "\",\"maxNewTokens\":8,\"sampling\":{\"temperature\":0}}"))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }
}
