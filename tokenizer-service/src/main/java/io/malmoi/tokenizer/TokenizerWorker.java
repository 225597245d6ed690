package io.malmoi.tokenizer;

import com.google.rpc.Code;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.Manifest;
import io.malmoi.jobs.JobContext;
import io.malmoi.jobs.JobException;
import io.malmoi.jobs.JobQueue;
import io.malmoi.service.QueueWorker;
import io.malmoi.v1.TrainTokenizerSpec;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;

/** Runs the jobs that train tokenizers. */
@Singleton
final class TokenizerWorker implements QueueWorker {
    private final ArtifactStore store;
    private final TokenizerTraining training;

    TokenizerWorker(ArtifactStore store, TokenizerTraining training) {
        this.store = store;
        this.training = training;
    }

    @Override
    public JobQueue queue() {
        return JobQueue.TOKENIZER;
    }

    @Override
    public String run(JobContext job) throws IOException {
        if (!job.spec().hasTrainTokenizer()) {
            throw new JobException(
                    Code.UNIMPLEMENTED,
                    "this version of the tokenizer service knows no "
                            + job.spec().getWorkCase() + " jobs");
        }
        TrainTokenizerSpec spec = job.spec().getTrainTokenizer();
        if (!isPublished(spec.getTokenizer(), job)) {
            training.run(spec, job);
        }
        return spec.getTokenizer();
    }

    /** Whether an earlier attempt has done it all. What others made is not overwritten. */
    private boolean isPublished(String name, JobContext job) {
        Optional<Manifest> there = store.find(name);
        if (there.isPresent() && !there.get().madeBy().job().equals(job.job().getName())) {
            throw new JobException(
                    Code.ALREADY_EXISTS, name + " is there already: choose another name, or delete " + name + " first");
        }
        return there.isPresent();
    }
}
