#include "metrics/symmetric_eigen.h"

#include <Eigen/Core>
#include <Eigen/Eigenvalues>

namespace mien {
namespace {

using Solver = Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>;

Solver solve(Index n, const double* matrix, int what) {
  return Solver(Eigen::Map<const Eigen::MatrixXd>(matrix, n, n), what);
}

std::vector<double> elements_of(const auto& x) { return {x.data(), x.data() + x.size()}; }

}  // namespace

SymmetricEigen symmetric_eigen(Index n, const double* matrix) {
  const Solver solver = solve(n, matrix, Eigen::ComputeEigenvectors);
  return {elements_of(solver.eigenvalues()), elements_of(solver.eigenvectors())};
}

std::vector<double> symmetric_eigenvalues(Index n, const double* matrix) {
  return elements_of(solve(n, matrix, Eigen::EigenvaluesOnly).eigenvalues());
}

}  // namespace mien
