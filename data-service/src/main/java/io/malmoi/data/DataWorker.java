package io.malmoi.data;

import com.google.rpc.Code;
import io.malmoi.artifacts.ArtifactStore;
import io.malmoi.artifacts.Manifest;
import io.malmoi.jobs.JobContext;
import io.malmoi.jobs.JobException;
import io.malmoi.jobs.JobQueue;
import io.malmoi.jobs.JobSpecs;
import io.malmoi.service.QueueWorker;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Optional;

/** Runs the jobs that make corpora and datasets. */
@Singleton
final class DataWorker implements QueueWorker {
    private final ArtifactStore store;
    private final CorpusImport importing;
    private final CorpusCleaning cleaning;
    private final ShardCleaning shards;
    private final CorpusStructuring structuring;
    private final DatasetBuilding building;

    DataWorker(
            ArtifactStore store,
            CorpusImport importing,
            CorpusCleaning cleaning,
            ShardCleaning shards,
            CorpusStructuring structuring,
            DatasetBuilding building) {
        this.structuring = structuring;
        this.store = store;
        this.importing = importing;
        this.cleaning = cleaning;
        this.shards = shards;
        this.building = building;
    }

    @Override
    public JobQueue queue() {
        return JobQueue.DATASET;
    }

    @Override
    public String run(JobContext job) throws IOException {
        String result = JobSpecs.output(job.spec());
        if (!isPublished(result, job)) {
            switch (job.spec().getWorkCase()) {
                case IMPORT_CORPUS -> importing.run(job.spec().getImportCorpus(), job);
                case CLEAN_CORPUS -> cleaning.run(job.spec().getCleanCorpus(), job);
                case CLEAN_SHARD -> shards.run(job.spec().getCleanShard(), job);
                case STRUCTURE_CORPUS -> structuring.run(job.spec().getStructureCorpus(), job);
                case BUILD_DATASET -> building.run(job.spec().getBuildDataset(), job);
                default ->
                    throw new JobException(
                            Code.UNIMPLEMENTED,
                            "this version of the data service knows no "
                                    + job.spec().getWorkCase() + " jobs");
            }
        }
        return result;
    }

    /** Whether an earlier attempt has done it all. What others made is not overwritten. */
    private boolean isPublished(String result, JobContext job) {
        Optional<Manifest> there = store.find(result);
        if (there.isEmpty()) {
            return false;
        }
        if (!there.get().madeBy().job().equals(job.job().getName())) {
            throw new JobException(
                    Code.ALREADY_EXISTS,
                    result + " is there already: choose another name, or delete " + result + " first");
        }
        return true;
    }
}
