#pragma once

#include <vector>

#include "tensor/check.h"

namespace mien {

/// Eigenvalues of a symmetric matrix in ascending order, and their eigenvectors of length one: that
/// of values[k] is vectors[k n] to vectors[k n + n - 1].
struct SymmetricEigen {
  std::vector<double> values, vectors;
};

/// Of the matrix whose n columns stand one after the other; its lower triangle is read.
///
/// In a file of its own, as Eigen's solver takes longer to compile than all that stands around it.
SymmetricEigen symmetric_eigen(Index n, const double* matrix);

/// The values alone, in a fraction of the time.
std::vector<double> symmetric_eigenvalues(Index n, const double* matrix);

}  // namespace mien
