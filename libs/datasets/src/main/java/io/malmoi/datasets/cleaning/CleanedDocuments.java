package io.malmoi.datasets.cleaning;

import io.malmoi.datasets.cleaning.DocumentCleaner.Kept;
import io.malmoi.datasets.text.DocumentLines;
import io.malmoi.datasets.text.ParallelParcels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Documents cleaned on all processors, in the order in which they were read. */
final class CleanedDocuments implements KeptDocuments {
    private record Parcel(List<Kept> kept, Tally tally) {}

    private final DocumentCleaner cleaner;
    private final Tally tally;
    private final ParallelParcels<byte[], Parcel> parcels;
    private Iterator<Kept> current = List.<Kept>of().iterator();

    CleanedDocuments(DocumentLines documents, CleaningPlan plan, Tally tally) {
        this.cleaner = new DocumentCleaner(plan);
        this.tally = tally;
        this.parcels = new ParallelParcels<>("clean", documents::next, document -> document.length, this::clean);
    }

    @Override
    public Kept next() throws IOException {
        while (!current.hasNext()) {
            Parcel parcel = parcels.next();
            if (parcel == null) {
                return null;
            }
            tally.add(parcel.tally());
            current = parcel.kept().iterator();
        }
        return current.next();
    }

    private Parcel clean(List<byte[]> batch) {
        var parcel = new Parcel(new ArrayList<>(batch.size()), new Tally());
        for (byte[] document : batch) {
            cleaner.clean(document, parcel.tally()).ifPresent(parcel.kept()::add);
        }
        return parcel;
    }

    @Override
    public void close() {
        parcels.close();
    }
}
