package io.malmoi.trainer;

import io.malmoi.jobs.JobContext;
import io.malmoi.models.TrainingSession;
import java.util.List;

/** The loss on the first validation blocks, always in the same order and in batches of the same size, so that it is reproducible. */
record Evaluation(TrainingSession session, TrainingData data, int batchSize) {
    /** Mean loss in nats a token on so many blocks, at least 1. Stops when the job does. */
    double loss(long blocks, JobContext job) {
        double sum = 0;
        for (long first = 0; first < blocks; first += batchSize) {
            job.checkStopped();
            long end = Math.min(blocks, first + batchSize);
            sum += session.evaluate(List.of(data.validationBatch(first, end))) * (end - first);
        }
        return sum / blocks;
    }
}
