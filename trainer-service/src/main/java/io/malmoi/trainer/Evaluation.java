package io.malmoi.trainer;

import io.malmoi.datasets.CorpusTooSmallException;
import io.malmoi.jobs.JobContext;
import io.malmoi.models.TokenBatch;
import io.malmoi.models.TrainingSession;
import java.util.Arrays;
import java.util.List;

/** The loss on the first validation blocks, always in the same order and in batches of the same size, so that it is reproducible. */
record Evaluation(TrainingSession session, TrainingData data, int batchSize) {
    /**
     * Mean loss in nats a token that is to be learned, on so many blocks, at least 1. Stops when the job does.
     *
     * @throws CorpusTooSmallException if these blocks have no token that is to be learned
     */
    double loss(long blocks, JobContext job) {
        double sum = 0;
        long count = 0;
        for (long first = 0; first < blocks; first += batchSize) {
            job.checkStopped();
            TokenBatch batch = data.validationBatch(first, Math.min(blocks, first + batchSize));
            long learned = Arrays.stream(batch.targets())
                    .filter(target -> target != TokenBatch.IGNORED)
                    .count();
            if (learned > 0) {
                sum += session.evaluate(List.of(batch)) * learned;
                count += learned;
            }
        }
        if (count == 0) {
            throw new CorpusTooSmallException("the first " + blocks
                    + " blocks of the validation text have no token that is to be learned: choose a larger block size, or a"
                    + " dataset with shorter prompts");
        }
        return sum / count;
    }
}
