package io.malmoi.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCheckTest {
    private static final String HASH = "0".repeat(64);

    private static void check(Map<String, String> settings) {
        Map<String, String> malmoi = new HashMap<>(settings);
        String httpHost = malmoi.getOrDefault("quarkus.http.host", "127.0.0.1");
        MalmoiConfig config = TestServer.config(malmoi);
        new ConfigCheck(config, new ApiKeys(config), httpHost).check();
    }

    @Test
    void hasDefaultsForOneMachine() {
        MalmoiConfig config = TestServer.config(Map.of());
        assertThat(config.grpc().host()).isEqualTo("127.0.0.1");
        assertThat(config.grpc().port()).isEqualTo(9090);
        assertThat(config.grpc().maxMessageBytes()).isEqualTo(4 << 20);
        assertThat(config.grpc().drainTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.kafka().bootstrapServers()).isEqualTo("127.0.0.1:9092");
        assertThat(config.kafka().partitions()).isEqualTo(8);
        assertThat(config.kafka().properties()).isEmpty();
        assertThat(config.objectStore().endpoint()).isEqualTo(URI.create("http://127.0.0.1:9000"));
        assertThat(config.objectStore().bucket()).isEqualTo("malmoi");
        assertThat(config.cacheDirectory()).isEqualTo(Path.of(System.getProperty("user.home"), ".malmoi", "cache"));
        assertThat(config.keys()).isEmpty();
        assertThatCode(() -> check(Map.of())).doesNotThrowAnyException();
    }

    @Test
    void passesOnTheClientsOwnProperties() {
        assertThat(TestServer.config(Map.of("malmoi.kafka.properties.\"security.protocol\"", "SSL"))
                        .kafka()
                        .properties())
                .containsEntry("security.protocol", "SSL");
    }

    @ParameterizedTest
    @CsvSource({
        "malmoi.grpc.port, 65536",
        "malmoi.cache-limit-bytes, -1",
        "malmoi.grpc.max-message-bytes, 1023",
        "malmoi.grpc.max-concurrent-calls, 0",
        "malmoi.grpc.unary-timeout, 0s",
        "malmoi.grpc.drain-timeout, -1s",
        "malmoi.kafka.partitions, 0",
        "malmoi.kafka.replication-factor, 11",
        "malmoi.object-store.endpoint, 127.0.0.1:9000",
        "malmoi.object-store.endpoint, ftp://x",
        "malmoi.object-store.bucket, Malmoi"
    })
    void refusesAValueOutOfRange(String setting, String value) {
        assertThatThrownBy(() -> check(Map.of(setting, value))).hasMessageContaining(setting);
    }

    @ParameterizedTest
    @CsvSource({"malmoi.grpc.host, 0.0.0.0", "malmoi.grpc.host, 192.0.2.1", "quarkus.http.host, 0.0.0.0"})
    void asksForKeysWhenOthersCanReachIt(String setting, String host) {
        assertThatThrownBy(() -> check(Map.of(setting, host)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(setting)
                .hasMessageContaining("malmoi.keys");
        assertThatCode(() -> check(Map.of(setting, host, "malmoi.keys", HASH))).doesNotThrowAnyException();
    }
}
