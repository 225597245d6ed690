package io.malmoi.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker with its controller (KRaft) inside the process, bound to 127.0.0.1, for one machine and for tests.
 *
 * <p>What it acknowledged is found again by the next start on the same folder, also after the process was killed. It
 * keeps records and consumer offsets for ever unless a topic says otherwise. Topics are not created by themselves.
 * Kafka stops the whole process when it can no longer write to its folder; a line in the log says so.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** Name of the setting that applications use for the port; errors mention it. */
    public static final String PORT_SETTING = "malmoi.embedded.kafka-port";

    private static final Logger LOGGER = Logger.getLogger(EmbeddedBroker.class.getName());
    private static final int NODE = 1;
    private static final String CLUSTER = "malmoi";

    private final int port;
    private final FolderLock lock;
    private final KafkaRaftServer server;

    private EmbeddedBroker(int port, FolderLock lock, KafkaRaftServer server) {
        this.port = port;
        this.lock = lock;
        this.server = server;
    }

    /**
     * Starts a broker and returns when it accepts clients.
     *
     * @param folder keeps the data; created if missing
     * @param port 0 for any free port
     * @throws FolderInUseException if another broker uses the folder
     * @throws PortTakenException if another program listens on the port
     */
    public static EmbeddedBroker start(Path folder, int port) {
        QuietLogs.apply();
        FolderLock lock = FolderLock.acquire(folder);
        try {
            int brokerPort = Ports.free("Kafka broker", port, PORT_SETTING);
            int controllerPort = Ports.free("Kafka controller", 0, PORT_SETTING);
            KafkaConfig config = new KafkaConfig(properties(folder, brokerPort, controllerPort));
            format(folder);
            return new EmbeddedBroker(brokerPort, lock, startServer(folder, config));
        } catch (RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** Where clients connect, such as {@code 127.0.0.1:19092}. */
    public String bootstrapServers() {
        return Ports.HOST + ":" + port;
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Stops the broker; the data stays. */
    @Override
    public void close() {
        try {
            server.shutdown();
            server.awaitShutdown();
        } finally {
            lock.close();
        }
    }

    private static KafkaRaftServer startServer(Path folder, KafkaConfig config) {
        explainHalt(folder);
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw new IllegalStateException("The embedded Kafka broker in " + folder + " did not start: " + e, e);
        }
        return server;
    }

    private static void format(Path folder) {
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                    .setClusterId(CLUSTER)
                    .setNodeId(NODE)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(logs(folder))
                    .setDirectories(List.of(logs(folder)))
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The folder " + folder + " cannot be prepared for the Kafka broker: " + e, e);
        }
    }

    private static String logs(Path folder) {
        return folder.resolve("logs").toString();
    }

    private static Properties properties(Path folder, int port, int controllerPort) {
        Map<String, Object> map = new HashMap<>();
        map.put("process.roles", "broker,controller");
        map.put("node.id", NODE);
        map.put("log.dirs", logs(folder));
        map.put("listeners", listener("PLAINTEXT", port) + "," + listener("CONTROLLER", controllerPort));
        map.put("advertised.listeners", listener("PLAINTEXT", port));
        map.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        map.put("controller.listener.names", "CONTROLLER");
        map.put("controller.quorum.voters", NODE + "@" + Ports.HOST + ":" + controllerPort);
        map.put("auto.create.topics.enable", false);
        map.putAll(ONE_NODE);
        map.putAll(SMALL);
        map.putAll(QUICK);
        map.putAll(FOR_EVER);
        Properties properties = new Properties();
        map.forEach((key, value) -> properties.put(key, value.toString()));
        return properties;
    }

    private static String listener(String name, int port) {
        return name + "://" + Ports.HOST + ":" + port;
    }

    private static final Map<String, Object> ONE_NODE = Map.of(
            "offsets.topic.replication.factor", 1,
            "transaction.state.log.replication.factor", 1,
            "transaction.state.log.min.isr", 1,
            "share.coordinator.state.topic.replication.factor", 1,
            "share.coordinator.state.topic.min.isr", 1);

    private static final Map<String, Object> SMALL = Map.of(
            "offsets.topic.num.partitions", 1,
            "transaction.state.log.num.partitions", 1,
            "share.coordinator.state.topic.num.partitions", 1,
            "num.network.threads", 2,
            "num.io.threads", 4,
            "background.threads", 2,
            "log.cleaner.dedupe.buffer.size", 4 * 1024 * 1024,
            "log.index.size.max.bytes", 1024 * 1024,
            "log.segment.bytes", 64 * 1024 * 1024);

    // After a kill, the old broker session and the old members of consumer groups are still on record: nobody is
    // served before they have expired.
    private static final Map<String, Object> QUICK = Map.of(
            "broker.session.timeout.ms", 2000,
            "broker.heartbeat.interval.ms", 500,
            "group.initial.rebalance.delay.ms", 0,
            "group.consumer.min.heartbeat.interval.ms", 1000,
            "group.consumer.heartbeat.interval.ms", 2000,
            "group.consumer.min.session.timeout.ms", 6000,
            "group.consumer.session.timeout.ms", 10000);

    private static final Map<String, Object> FOR_EVER =
            Map.of("log.retention.ms", -1, "offsets.retention.minutes", Integer.MAX_VALUE);

    private static void explainHalt(Path folder) {
        Exit.setHaltProcedure((status, message) -> {
            LOGGER.severe("Kafka can no longer work in " + folder + " (" + usableMebibytes(folder)
                    + " MiB free) and ends the process. Make room or repair the folder, then start again.");
            Runtime.getRuntime().halt(status);
        });
    }

    private static String usableMebibytes(Path folder) {
        try {
            return Long.toString(Files.getFileStore(folder).getUsableSpace() >> 20);
        } catch (IOException e) {
            return "unknown";
        }
    }
}
