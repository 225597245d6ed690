package io.malmoi.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Channel;
import io.malmoi.testkit.Backends;
import io.malmoi.v1.JobEvent;
import io.malmoi.v1.JobServiceGrpc;
import io.malmoi.v1.ListJobsRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Every service in a process of its own, beside a broker and an object store that come and go. */
class ServicesIT {
    private static final int STEPS = 4_000;
    private static final String TEXT = "말모이는 우리말 사전을 만들려고 낱말을 모으던 일이다.\n".repeat(300);

    @RegisterExtension
    static final Backends backends = Backends.embedded();

    private final Map<String, ServiceProcess> services = new LinkedHashMap<>();
    private final Map<String, String> settings = new HashMap<>(backends.configuration());

    @TempDir
    Path folder;

    @AfterEach
    void stop() throws Exception {
        for (ServiceProcess service : services.values()) {
            service.close();
        }
    }

    @Test
    void servicesWaitForBrokerAndStoreAndJobsOutliveThemAndTheirWorkers() throws Exception {
        backends.stopBroker();
        backends.stopObjectStore();
        startAll();
        for (Map.Entry<String, ServiceProcess> service : services.entrySet()) {
            service.getValue().awaitLive();
            service.getValue().awaitUnready();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .untilAsserted(() -> assertSaidOnce(service.getKey(), service.getValue()));
        }
        backends.startBroker();
        backends.startObjectStore();
        for (Map.Entry<String, ServiceProcess> service : services.entrySet()) {
            service.getValue().awaitReady();
            assertSaidOnce(service.getKey(), service.getValue());
        }
        Channel gateway = services.get("gateway").channel();
        Pipeline.upload(gateway, TEXT);
        String training = Pipeline.createJobs(gateway, STEPS).get(2);

        ServiceProcess first = runs(Pipeline.awaitEvent(gateway, training, JobEvent::hasStarted));
        Pipeline.awaitEvent(gateway, training, JobEvent::hasCheckpoint);
        first.kill();
        ServiceProcess second =
                runs(Pipeline.awaitEvent(gateway, training, event -> event.hasStarted() && event.getAttempt() == 2));
        assertThat(second).isNotSameAs(first);
        backends.stopObjectStore();
        backends.stopBroker();
        second.awaitUnready();
        backends.startBroker();
        backends.startObjectStore();

        Pipeline.await(gateway, training);
        assertThat(Pipeline.model(second.channel()).getStep()).isEqualTo(STEPS);
        assertThat(Pipeline.generate(gateway, "말모이는")).isNotEmpty();
    }

    @Test
    void standaloneWaitsForABrokerAndAStoreElsewhere() throws Exception {
        String[] elsewhere = settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        backends.stopBroker();
        backends.stopObjectStore();
        try (StandaloneProcess standalone = StandaloneProcess.start(folder, elsewhere)) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .until(() ->
                            standalone.log().contains("Kafka at " + backends.bootstrapServers() + " is not usable"));
            backends.startBroker();
            backends.startObjectStore();
            standalone.awaitReady();
            assertThat(Pipeline.upload(standalone.channel(), TEXT).getLines()).isEqualTo(300);
            JobServiceGrpc.newBlockingStub(standalone.channel()).listJobs(ListJobsRequest.getDefaultInstance());
        }
    }

    private void startAll() throws IOException {
        start("tokenizer-service", "tokenizer-service");
        start("data-service", "data-service");
        start("trainer-service", "trainer-service");
        start("trainer-service", "another trainer");
        start("inference-service", "inference-service");
        settings.put(
                "malmoi.services.tokenizers", services.get("tokenizer-service").address());
        settings.put("malmoi.services.corpora", services.get("data-service").address());
        settings.put("malmoi.services.datasets", services.get("data-service").address());
        settings.put("malmoi.services.models", services.get("trainer-service").address());
        settings.put(
                "malmoi.services.inference", services.get("inference-service").address());
        start("gateway", "gateway");
    }

    private void start(String module, String name) throws IOException {
        services.put(name, ServiceProcess.start(module, folder, settings));
    }

    /** What is away, and nothing else, is worth a warning, and only one. */
    private static void assertSaidOnce(String name, ServiceProcess service) {
        boolean hasJobs = !name.equals("inference-service");
        assertThat(service.logLines(" WARN ")).as(name).hasSize(hasJobs ? 2 : 1);
        assertThat(service.logLines("object store: The object store at " + backends.endpoint() + " does not serve"))
                .as(name)
                .hasSize(1);
        assertThat(service.logLines("Kafka at " + backends.bootstrapServers() + " is not usable"))
                .as(name)
                .hasSize(hasJobs ? 1 : 0);
    }

    /** The trainer that took a job up. */
    private ServiceProcess runs(JobEvent started) {
        return Stream.of("trainer-service", "another trainer")
                .map(services::get)
                .filter(trainer -> started.getStarted().getWorker().endsWith(":" + trainer.pid()))
                .findFirst()
                .orElseThrow();
    }
}
