package io.malmoi.data;

import io.malmoi.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A broker, an object store and free ports for the service under test. */
public class Surroundings implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(Backends.embedded().configuration());
        settings.put("malmoi.grpc.port", "0");
        settings.put("quarkus.http.test-port", "0");
        settings.put("malmoi.cache-directory", temporaryFolder().toString());
        return settings;
    }

    @Override
    public void stop() {}

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("malmoi-data-test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
