package dev.oxbow.core.peer;

import java.util.Arrays;

/** Numbers in the order in which they came, taken out mostly from the front: what is behind stays where it is. */
final class Outstanding {
    private long[] numbers = new long[16];
    private int first;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    long get(int place) {
        if (place < 0 || place >= size) {
            throw new IndexOutOfBoundsException(place + " of " + size);
        }
        return numbers[first + place];
    }

    boolean contains(long number) {
        return find(number) >= 0;
    }

    void add(long number) {
        if (first + size == numbers.length) {
            makeRoom();
        }
        numbers[first + size] = number;
        size++;
    }

    /** @return whether it was there */
    boolean remove(long number) {
        int at = find(number);
        if (at < 0) {
            return false;
        }
        System.arraycopy(numbers, first, numbers, first + 1, at - first);
        numbers[first] = 0;
        first++;
        size--;
        return true;
    }

    private int find(long number) {
        for (int i = first; i < first + size; i++) {
            if (numbers[i] == number) {
                return i;
            }
        }
        return -1;
    }

    private void makeRoom() {
        long[] from = numbers;
        if (size > from.length / 2) {
            numbers = new long[from.length * 2];
        }
        System.arraycopy(from, first, numbers, 0, size);
        Arrays.fill(numbers, size, numbers.length, 0);
        first = 0;
    }
}
