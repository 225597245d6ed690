package io.malmoi.gateway;

import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.jobs.JobClient;
import io.malmoi.jobs.JobCoordinator;
import io.malmoi.jobs.KafkaSettings;
import io.malmoi.service.Dependencies;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** The record of jobs in Kafka: follows it, and coordinates it when no other gateway does, while the process runs. */
@Singleton
final class Jobs {
    private final JobClient client;
    private final JobCoordinator coordinator;
    private final Dependencies dependencies;
    private final String broker;

    Jobs(KafkaSettings kafka, ArtifactStore store, Dependencies dependencies) {
        this.client = new JobClient(kafka, store);
        this.coordinator = new JobCoordinator(kafka);
        this.dependencies = dependencies;
        this.broker = "record of jobs in Kafka at " + kafka.bootstrapServers();
    }

    JobClient client() {
        return client;
    }

    void start(@Observes StartupEvent event) {
        coordinator.start();
        client.start();
        dependencies.watchReadiness(broker, client::ready);
    }

    void stop(@Observes ShutdownEvent event) {
        client.close();
        coordinator.close();
    }
}
