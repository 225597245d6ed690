package io.malmoi.tokenizer;

import io.malmoi.testkit.Backends;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** A broker, an object store, free ports and room for texts over the limit. */
public class Surroundings implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(Backends.start().configuration());
        settings.put("malmoi.grpc.port", "0");
        settings.put("malmoi.grpc.max-message-bytes", "16777216");
        settings.put("quarkus.http.test-port", "0");
        return settings;
    }

    @Override
    public void stop() {}
}
