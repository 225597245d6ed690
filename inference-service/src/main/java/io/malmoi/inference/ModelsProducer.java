package io.malmoi.inference;

import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.service.MalmoiConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** Makes the models in memory from the configuration, and shows operators how busy they are. */
@Singleton
final class ModelsProducer {
    private final InferenceConfig config;

    ModelsProducer(InferenceConfig config) {
        this.config = config;
    }

    /** Stops the start, with one line that names the setting, when a setting is out of its range. */
    void check(@Observes StartupEvent event) {
        range("max-models", config.maxModels(), 1, 1_000);
        range("max-running", config.maxRunning(), 1, 4_096);
        range("max-sequence-tokens", config.maxSequenceTokens(), 1, 1 << 20);
        range("max-waiting", config.maxWaiting(), 0, 100_000);
        Duration refresh = config.refreshInterval();
        if (refresh.isNegative() || refresh.compareTo(Duration.ofDays(1)) > 0) {
            throw new ConfigurationException(
                    "malmoi.inference.refresh-interval is %s; it must be from 0s to a day".formatted(refresh));
        }
    }

    @Produces
    @Singleton
    Models models(ArtifactStore store, MalmoiConfig service, EngineMetrics metrics, MeterRegistry meters) {
        Path cache = service.cacheDirectory();
        Models models = new Models(
                store,
                manifest -> LoadedModel.open(manifest, store.fetch(manifest, cache), config, metrics),
                config.maxModels(),
                config.refreshInterval().toNanos());
        gauge(meters, models, "requests.running", "Requests being continued", all -> all.sum(Engine::running));
        gauge(meters, models, "requests.waiting", "Requests that wait for their turn", all -> all.sum(Engine::waiting));
        gauge(meters, models, "models.loaded", "Models in memory", all -> all.sum(engine -> 1));
        gauge(
                meters,
                models,
                "kv.cache.used.ratio",
                "Share of the cache of keys and values that holds tokens",
                all -> (double) all.sum(Engine::cachedTokens) / Math.max(1, all.sum(Engine::cacheSize)));
        return models;
    }

    void close(@Disposes Models models) {
        models.close();
    }

    private static void gauge(
            MeterRegistry meters, Models models, String name, String description, ToDoubleFunction<Models> value) {
        Gauge.builder("malmoi.inference." + name, models, value)
                .description(description)
                .register(meters);
    }

    private static void range(String setting, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ConfigurationException(
                    "malmoi.inference.%s is %,d; it must be from %,d to %,d".formatted(setting, value, least, most));
        }
    }
}
