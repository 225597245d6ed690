package io.malmoi.jobs;

import static io.malmoi.jobs.TestJobs.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.malmoi.testkit.Backends;
import io.malmoi.v1.Job.State;
import io.malmoi.v1.JobEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CoordinatorFaultsTest {
    private static final TopicPartition LOG = new TopicPartition(JobTopics.EVENTS, 0);

    @RegisterExtension
    static final Backends backends = Backends.start();

    private TestJobs jobs;

    @BeforeEach
    void open() {
        jobs = new TestJobs(backends);
    }

    @AfterEach
    void close() throws Exception {
        jobs.close();
    }

    @Test
    void whatHappenedWithoutACoordinatorIsMadeUpFor() throws Exception {
        GatedHandler handler = new GatedHandler();
        JobCoordinator first = jobs.coordinator();
        jobs.worker(handler);
        String name = jobs.create();
        String next = jobs.create(name);
        jobs.awaitState(name, State.RUNNING);
        jobs.close(first);
        handler.open = true;
        await(() -> endsInLog().contains(name));
        assertThat(jobs.client.get(name).getState()).isEqualTo(State.RUNNING);
        jobs.coordinator();
        jobs.awaitState(name, State.SUCCEEDED);
        jobs.awaitState(next, State.SUCCEEDED);
        assertThat(handler.begun).containsExactly(name + "#1", next + "#1");
    }

    @Test
    void oneOfTwoCoordinatorsIsActiveAndTheOtherTakesOver() throws Exception {
        JobCoordinator one = jobs.coordinator();
        await(one::active);
        JobCoordinator two = jobs.coordinator();
        jobs.worker(job -> "tokenizers/t");
        jobs.awaitState(jobs.create(), State.SUCCEEDED);
        await(() -> one.active() ^ two.active());
        JobCoordinator active = one.active() ? one : two;
        JobCoordinator other = one.active() ? two : one;
        jobs.close(active);
        await(other::active);
        jobs.awaitState(jobs.create(), State.SUCCEEDED);
    }

    @Test
    void aCoordinatorThatWasReplacedCanWriteNothingMore() {
        JobTopics.create(jobs.settings);
        try (Consumer<String, byte[]> log = KafkaClients.coordinator(jobs.settings)) {
            log.assign(List.of(LOG));
            try (CoordinatorTerm old = CoordinatorTerm.begin(jobs.settings, log);
                    CoordinatorTerm ignored = CoordinatorTerm.begin(jobs.settings, log)) {
                JobEvent event = LogSimulation.created("jobs/zombie").build();
                ConsumerRecord<String, byte[]> record =
                        new ConsumerRecord<>(JobTopics.EVENTS, 0, 0, event.getJob(), event.toByteArray());
                ConsumerRecords<String, byte[]> records =
                        new ConsumerRecords<>(Map.of(LOG, List.of(record)), Map.of(LOG, new OffsetAndMetadata(1)));
                assertThatThrownBy(() -> old.fold(records, new ConsumerGroupMetadata("malmoi.jobs.coordinator")))
                        .isInstanceOf(KafkaException.class);
            }
        }
        assertThatThrownBy(() -> jobs.client.get("jobs/zombie")).isInstanceOf(JobException.class);
    }

    @Test
    void ofManyJobsNoneIsLostAndNoneEndsTwice() throws Exception {
        jobs.coordinator();
        jobs.worker(job -> "tokenizers/t");
        jobs.worker(job -> "tokenizers/t");
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try {
            List<Future<String>> created = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                created.add(callers.submit(() -> jobs.create()));
            }
            for (Future<String> name : created) {
                name.get();
            }
            for (Future<String> name : created) {
                jobs.awaitState(name.get(), State.SUCCEEDED);
            }
            List<String> names = new ArrayList<>();
            for (Future<String> name : created) {
                names.add(name.get());
            }
            assertThat(endsInLog().stream().filter(names::contains)).containsExactlyInAnyOrderElementsOf(names);
        } finally {
            callers.shutdownNow();
        }
    }

    /** The job of every end in the log, whether it counts or not. */
    private List<String> endsInLog() {
        List<String> ends = new ArrayList<>();
        ConcurrentLinkedQueue<ConsumerRecord<String, byte[]>> records = new ConcurrentLinkedQueue<>();
        try (TopicTail tail = new TopicTail(jobs.settings, JobTopics.EVENTS, records::add)) {
            tail.start();
            assertThat(tail.catchUp(TestJobs.LIMIT)).isTrue();
            records.forEach(record ->
                    Records.event(record).filter(JobFold::isEnd).ifPresent(event -> ends.add(event.getJob())));
        }
        return ends;
    }
}
