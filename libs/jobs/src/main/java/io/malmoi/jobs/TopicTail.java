package io.malmoi.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows a topic of one partition from its first record on, on a thread of its own. If Kafka goes away it keeps trying,
 * and may then give records again.
 */
final class TopicTail implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(2);

    private final KafkaSettings settings;
    private final TopicPartition partition;
    private final java.util.function.Consumer<ConsumerRecord<String, byte[]>> sink;
    private final BrokerStatus broker;
    private final Thread thread;
    private final Queue<CompletableFuture<Void>> asked = new ConcurrentLinkedQueue<>();
    private final List<Target> targets = new ArrayList<>();
    private volatile boolean caughtUp;
    private volatile boolean closed;
    private volatile Consumer<String, byte[]> current;

    /** What was there when it was asked for is read once the position reaches {@code end}. */
    private record Target(long end, CompletableFuture<Void> reached) {}

    TopicTail(KafkaSettings settings, String topic, java.util.function.Consumer<ConsumerRecord<String, byte[]>> sink) {
        this.settings = settings;
        this.partition = new TopicPartition(topic, 0);
        this.sink = sink;
        this.broker = new BrokerStatus(topic, settings);
        this.thread = new Thread(this::run, topic + "-tail");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Whether Kafka answers and everything that was there at the start has been given to the sink. */
    boolean ready() {
        return caughtUp && !broker.isAway();
    }

    /** Waits until everything that is there now has been given to the sink. Whether that came about in time. */
    boolean catchUp(Duration limit) {
        CompletableFuture<Void> reached = new CompletableFuture<>();
        asked.add(reached);
        try {
            reached.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            reached.cancel(false);
        }
    }

    @Override
    public void close() {
        closed = true;
        Consumer<String, byte[]> waiting = current;
        if (waiting != null) {
            waiting.wakeup(); // an interrupted thread could not close its consumer properly
        }
        Threads.join(thread, Duration.ofSeconds(5));
    }

    private void run() {
        while (!closed) {
            try {
                JobTopics.create(settings);
                follow();
            } catch (RuntimeException e) {
                if (!closed) {
                    broker.away(e);
                    Threads.sleep(PAUSE);
                }
            }
        }
    }

    private void follow() {
        try (Consumer<String, byte[]> consumer = KafkaClients.reader(settings)) {
            current = consumer;
            follow(consumer);
        } finally {
            current = null;
        }
    }

    private void follow(Consumer<String, byte[]> consumer) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        targets.clear();
        long checked = System.nanoTime() - CHECK_INTERVAL.toNanos();
        while (!closed) {
            boolean due = System.nanoTime() - checked >= CHECK_INTERVAL.toNanos();
            if (due || !asked.isEmpty()) {
                check(consumer);
                checked = System.nanoTime();
            }
            consumer.poll(Duration.ofMillis(50)).forEach(sink);
            reach(consumer);
        }
    }

    /** Asks Kafka for the end, which also tells whether it is there. */
    private void check(Consumer<String, byte[]> consumer) {
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        for (CompletableFuture<Void> next = asked.poll(); next != null; next = asked.poll()) {
            if (!next.isDone()) {
                waiting.add(next);
            }
        }
        try {
            long end =
                    consumer.endOffsets(List.of(partition), KafkaClients.ANSWER).get(partition);
            broker.back();
            waiting.forEach(reached -> targets.add(new Target(end, reached)));
            if (!caughtUp) {
                CompletableFuture<Void> first = new CompletableFuture<>();
                first.thenRun(() -> caughtUp = true);
                targets.add(new Target(end, first));
            }
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            broker.away(e);
            asked.addAll(waiting);
        }
    }

    private void reach(Consumer<String, byte[]> consumer) {
        if (targets.isEmpty()) {
            return;
        }
        long position = consumer.position(partition, KafkaClients.ANSWER);
        targets.removeIf(target -> target.reached().isDone()
                || (position >= target.end() && target.reached().complete(null)));
    }
}
