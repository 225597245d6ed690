package io.malmoi.jobs;

import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.ObjectStoreSettings;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** A worker in a process of its own, to be killed. Its handler works for ever. */
final class WorkerProcess {
    private WorkerProcess() {}

    static Process start(KafkaSettings kafka, ObjectStoreSettings store) throws IOException {
        return new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        WorkerProcess.class.getName(),
                        kafka.bootstrapServers(),
                        store.endpoint().toString(),
                        store.accessKey(),
                        store.secretKey(),
                        store.bucket(),
                        store.region())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public static void main(String[] args) throws InterruptedException {
        KafkaSettings kafka = new KafkaSettings(args[0], 4, (short) 1, Map.of());
        ObjectStoreSettings store = new ObjectStoreSettings(URI.create(args[1]), args[2], args[3], args[4], args[5]);
        JobWorker worker = new JobWorker(kafka, new ArtifactStore(store), JobQueue.TOKENIZER, job -> {
            for (long step = 1; true; step++) {
                job.metrics(step, Map.of("train_loss", 1.0));
                Thread.sleep(50);
            }
        });
        worker.start();
        Thread.currentThread().join();
    }
}
