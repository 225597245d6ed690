package io.malmoi.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedTest {
    @TempDir
    private Path folder;

    @Test
    void whatTheBrokerAcknowledgedSurvivesARestartAndAKill() throws Exception {
        Process process = Servers.startProcess(folder);
        try {
            String servers = Servers.awaitBootstrapServers(process).split(" ")[0];
            Records.createTopic(servers);
            Records.write(servers, List.of("말", "모이"));
            assertThatThrownBy(() -> EmbeddedBroker.start(Servers.kafka(folder), 0))
                    .isInstanceOf(FolderInUseException.class)
                    .hasMessageContaining(folder.toString());
            assertThatThrownBy(() -> EmbeddedObjectStore.start(Servers.objectStore(folder), 0))
                    .isInstanceOf(FolderInUseException.class);
        } finally {
            process.destroyForcibly().waitFor();
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(Servers.kafka(folder), 0)) {
            Records.write(broker.bootstrapServers(), List.of("우리말"));
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(Servers.kafka(folder), 0)) {
            assertThat(Records.read(broker.bootstrapServers(), 3)).containsExactly("말", "모이", "우리말");
        }
    }

    @Test
    void theObjectStoreMakesCredentialsOnceForItsOwnerOnly() throws IOException {
        Credentials first;
        try (EmbeddedObjectStore store = EmbeddedObjectStore.start(folder, 0)) {
            first = store.credentials();
        }
        assertThat(Files.getPosixFilePermissions(folder.resolve("credentials")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (EmbeddedObjectStore store = EmbeddedObjectStore.start(folder, 0)) {
            assertThat(store.credentials()).isEqualTo(first);
            assertThat(first.toString()).doesNotContain(first.secretKey());
        }
        Credentials given = new Credentials("access", "secret");
        try (EmbeddedObjectStore store = EmbeddedObjectStore.start(folder, 0, given)) {
            assertThat(store.credentials()).isEqualTo(given);
        }
    }

    @Test
    void theObjectStoreRefusesUnsignedRequests() throws IOException {
        try (EmbeddedObjectStore store = EmbeddedObjectStore.start(folder, 0)) {
            HttpURLConnection unsigned =
                    (HttpURLConnection) store.endpoint().resolve("/").toURL().openConnection();
            assertThat(unsigned.getResponseCode()).isEqualTo(403);
        }
    }

    @Test
    void aTakenPortIsNamedWithTheSettingThatChangesIt() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int port = other.getLocalPort();
            assertThatThrownBy(() -> EmbeddedBroker.start(folder.resolve("kafka"), port))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .hasMessageContaining(EmbeddedBroker.PORT_SETTING);
            assertThatThrownBy(() -> EmbeddedObjectStore.start(folder.resolve("object-store"), port))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining("127.0.0.1:" + port)
                    .hasMessageContaining(EmbeddedObjectStore.PORT_SETTING);
        }
        EmbeddedObjectStore.start(folder.resolve("object-store"), 0).close(); // the failed start let go of the folder
    }

    @Test
    void damagedCredentialsAreNotOverwritten() throws IOException {
        Files.writeString(folder.resolve("credentials"), "one line\n");
        assertThatThrownBy(() -> EmbeddedObjectStore.start(folder, 0)).hasMessageContaining("credentials");
    }
}
