package io.malmoi.jobs;

import com.google.rpc.Code;
import io.malmoi.v1.JobEvent;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Appends the events of callers to the log, and does not return before Kafka has them. Thread-safe. */
final class EventLog implements AutoCloseable {
    private final KafkaSettings settings;
    private Producer<String, byte[]> producer;

    EventLog(KafkaSettings settings) {
        this.settings = settings;
    }

    void append(JobEvent event) {
        try {
            producer().send(Records.event(event)).get();
        } catch (ExecutionException e) {
            throw unavailable(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        } catch (InterruptException e) {
            throw unavailable(e);
        } catch (KafkaException e) {
            throw unavailable(e);
        }
    }

    /** What callers are told when Kafka does not answer. */
    JobException unavailable(Throwable cause) {
        return JobException.passing(
                Code.UNAVAILABLE,
                "Kafka at " + settings.bootstrapServers()
                        + " does not answer; check that it runs and that malmoi.kafka.bootstrap-servers is right",
                Duration.ofSeconds(5),
                cause);
    }

    /** Made when it is first needed, because that fails while the broker's name is not known. */
    private synchronized Producer<String, byte[]> producer() {
        if (producer == null) {
            producer = KafkaClients.writer(settings, KafkaClients.ANSWER);
        }
        return producer;
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(KafkaClients.ANSWER);
        }
    }
}
