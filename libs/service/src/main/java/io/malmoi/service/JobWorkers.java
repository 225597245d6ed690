package io.malmoi.service;

import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.jobs.JobWorker;
import io.malmoi.jobs.KafkaSettings;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Takes up jobs for every {@link QueueWorker} bean, from start to shutdown. A job under way at shutdown is given back. */
@Singleton
final class JobWorkers {
    private final List<QueueWorker> handlers;
    private final Instance<ArtifactStore> store;
    private final Instance<KafkaSettings> kafka;
    private final Dependencies dependencies;
    private final List<JobWorker> workers = new ArrayList<>();

    JobWorkers(
            @All List<QueueWorker> handlers,
            Instance<ArtifactStore> store,
            Instance<KafkaSettings> kafka,
            Dependencies dependencies) {
        this.handlers = handlers;
        this.store = store;
        this.kafka = kafka;
        this.dependencies = dependencies;
    }

    void start(@Observes StartupEvent event) {
        for (QueueWorker handler : handlers) {
            JobWorker worker = new JobWorker(kafka.get(), store.get(), handler.queue(), handler);
            workers.add(worker);
            String queue = handler.queue().name().toLowerCase(Locale.ROOT);
            dependencies.watchReadiness(
                    "broker for " + queue + " jobs at " + kafka.get().bootstrapServers(), worker::ready);
            worker.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        workers.forEach(JobWorker::close);
    }
}
