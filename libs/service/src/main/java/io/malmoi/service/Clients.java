package io.malmoi.service;

import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ObjectStoreSettings;
import io.malmoi.jobs.KafkaSettings;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what reaches the object store and the broker. What nobody injects is not made, and not waited for. */
@Singleton
final class Clients {
    private final MalmoiConfig config;
    private final Dependencies dependencies;

    Clients(MalmoiConfig config, Dependencies dependencies) {
        this.config = config;
        this.dependencies = dependencies;
    }

    @Produces
    @Singleton
    ArtifactStore artifactStore() {
        MalmoiConfig.ObjectStore from = config.objectStore();
        ObjectStoreSettings settings = new ObjectStoreSettings(
                from.endpoint(), from.accessKey(), from.secretKey(), from.bucket(), from.region());
        ArtifactStore store = new ArtifactStore(settings, config.cacheLimitBytes());
        dependencies.watch("object store", store::createBucket);
        return store;
    }

    void close(@Disposes ArtifactStore store) {
        store.close();
    }

    @Produces
    @Singleton
    KafkaSettings kafkaSettings() {
        MalmoiConfig.Kafka from = config.kafka();
        return new KafkaSettings(
                from.bootstrapServers(), from.partitions(), (short) from.replicationFactor(), from.properties());
    }
}
