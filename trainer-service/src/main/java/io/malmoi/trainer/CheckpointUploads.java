package io.malmoi.trainer;

import io.malmoi.artifacts.ObjectStoreUnavailableException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Uploads beside the training, one at a time. A checkpoint that cannot be uploaded because the object store is away is given
 * up, since the next one will do; any other failure comes out of the next call. Closing waits for the upload under way.
 */
final class CheckpointUploads implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(CheckpointUploads.class);

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "checkpoint-upload"));
    private Future<?> underWay;

    /** One upload. */
    @FunctionalInterface
    interface Upload {
        void run() throws Exception;
    }

    /** Begins an upload, after the one before has ended. */
    void begin(Upload upload) throws Exception {
        await();
        underWay = thread.submit(() -> {
            try {
                upload.run();
            } catch (ObjectStoreUnavailableException e) {
                LOG.warnf("a checkpoint is left out, training goes on: %s", e.getMessage());
            }
            return null;
        });
    }

    /** Waits for the upload under way, if there is one. */
    void await() throws Exception {
        if (underWay == null) {
            return;
        }
        try {
            underWay.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            underWay = null;
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        boolean interrupted = false;
        while (!thread.isTerminated()) {
            try {
                thread.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
